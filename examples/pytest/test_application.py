import json
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest


def read(imds, path):
    ttl = {"X-aws-ec2-metadata-token-ttl-seconds": "60"}
    token = urlopen(Request(imds.url + "/latest/api/token", method="PUT", headers=ttl), timeout=5).read().decode()
    item = Request(imds.url + "/latest/meta-data/" + path, headers={"X-aws-ec2-metadata-token": token})
    return urlopen(item, timeout=5).read().decode()


def test_reads_who_it_is(imds):
    assert read(imds, "instance-id") == imds.instance_id


def test_sees_the_interruption(imds):
    event = imds("event", "spot-interruption", "--any-life-cycle")
    assert json.loads(read(imds, "spot/instance-action"))["action"] == "terminate"
    imds("event", "cancel", event["id"])
    with pytest.raises(HTTPError, match="404"):
        read(imds, "spot/instance-action")


def test_survives_one_failed_token_request(imds):
    imds("fault", "add", "status", "503", "--path", "/latest/api/token", "--count", "1")
    with pytest.raises(HTTPError, match="503"):
        read(imds, "instance-id")
    assert read(imds, "instance-id") == imds.instance_id
