"""A metadata service for every test that asks for `imds`, through the `openimds` command."""

import json
import os
import shlex
import subprocess

import pytest

# How the command is called here: "npx openimds", or a path.
OPENIMDS = shlex.split(os.environ.get("OPENIMDS", "npx openimds"))


class Imds:
    """A running service. What can be done by the command line can be done here: `imds("fault", "add", "outage")`."""

    def __init__(self, ready):
        self.url = ready["imds"]["url"]
        self.api = ready["api"]["url"]
        self.region = ready["region"]
        self.instance_id = ready["instances"][0]["id"]
        self.credentials = ready["credentials"]

    def __call__(self, *words):
        keys = {
            "AWS_ACCESS_KEY_ID": self.credentials["accessKeyId"],
            "AWS_SECRET_ACCESS_KEY": self.credentials["secretAccessKey"],
            "AWS_REGION": self.region,
        }
        command = [*OPENIMDS, *words, "--api-url", self.api, "--json"]
        done = subprocess.run(command, env={**os.environ, **keys}, check=True, capture_output=True, text=True)
        return json.loads(done.stdout)


@pytest.fixture(scope="session")
def openimds():
    flags = ["up", "--ephemeral", "--port", "0", "--api-port", "0", "--json"]
    with subprocess.Popen([*OPENIMDS, *flags], stdout=subprocess.PIPE, text=True) as up:
        yield Imds(json.loads(up.stdout.readline()))
        up.terminate()


@pytest.fixture
def imds(openimds, monkeypatch):
    """The service, without the faults of the test before, and what points SDKs at it."""
    monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", openimds.url + "/")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "false")
    openimds("fault", "clear")
    return openimds
