# Drives botocore through openimds, one scenario after the other, and prints what came of each as JSON.
# Reads from stdin: [{"endpoint": URL, "environment": {NAME: VALUE}}, ...]
import datetime
import json
import os
import sys

import boto3
import botocore
import botocore.session
from botocore.exceptions import MetadataRetrievalError
from botocore.utils import IMDSRegionProvider, InstanceMetadataFetcher


def credentials_of(credentials):
    frozen = credentials.get_frozen_credentials()
    return {"accessKeyId": frozen.access_key, "secretAccessKey": frozen.secret_key, "token": frozen.token}


def refreshed(credentials):
    """The credentials once they have gone stale and been fetched again."""
    fetches = []
    fetch = credentials._refresh_using
    credentials._refresh_using = lambda: fetches.append(1) or fetch()
    credentials._expiry_time = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(minutes=1)
    return {**credentials_of(credentials), "fetches": len(fetches)}


def outcome(scenario):
    os.environ["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = scenario["endpoint"]
    session = botocore.session.Session()
    try:
        credentials = session.get_credentials()
    except MetadataRetrievalError:
        # Newer versions say so when IMDSv1 is forbidden and there is no token.
        return {"region": None, "method": None}
    result = {"region": IMDSRegionProvider(session).provide(), "method": getattr(credentials, "method", None)}
    if credentials is not None:
        left = credentials._expiry_time - datetime.datetime.now(datetime.timezone.utc)
        result["role"] = InstanceMetadataFetcher(base_url=scenario["endpoint"]).retrieve_iam_role_credentials()["role_name"]
        result["expiresInSeconds"] = left.total_seconds()
        result["credentials"] = credentials_of(credentials)
        result["refreshed"] = refreshed(credentials)
        result["boto3"] = credentials_of(boto3.Session().get_credentials())
    return result


def main():
    results = []
    for scenario in json.load(sys.stdin):
        os.environ.update(scenario["environment"])
        results.append(outcome(scenario))
        for name in scenario["environment"]:
            del os.environ[name]
    json.dump({"version": botocore.__version__, "results": results}, sys.stdout)


main()
