"""Calls the Fault Injection Service with boto3 and prints what it said: the tests run this."""
import copy
import json
import sys
import uuid

import boto3
from botocore.exceptions import ClientError

url, region, text = sys.argv[1:]
template = json.loads(text)
fis = boto3.client("fis", endpoint_url=url, region_name=region)
said = {}


def code_of(call):
    try:
        call()
    except ClientError as error:
        return error.response["Error"]["Code"]
    return None


def create(changed):
    return fis.create_experiment_template(clientToken=str(uuid.uuid4()), **changed)["experimentTemplate"]["id"]


def start(template_id):
    return fis.start_experiment(clientToken=str(uuid.uuid4()), experimentTemplateId=template_id)["experiment"]


def altered(change):
    changed = copy.deepcopy(template)
    change(changed)
    return changed


experiment = start(create(template))
said["started"] = experiment["state"]["status"]
fis.stop_experiment(id=experiment["id"])
stopped = fis.get_experiment(id=experiment["id"])["experiment"]
said["stopped"] = [stopped["state"]["status"], stopped["actions"]["interrupt"]["state"]["status"]]
said["again"] = code_of(lambda: fis.stop_experiment(id=experiment["id"]))


def nobody(changed):
    changed["targets"]["fleet"]["resourceTags"] = {"Fleet": "nobody"}


failed = start(create(altered(nobody)))
said["nobody"] = [failed["state"]["status"], failed["state"]["reason"]]


def stop_and_start(changed):
    changed["targets"]["fleet"]["resourceType"] = "aws:ec2:instance"
    changed["targets"]["fleet"]["selectionMode"] = "PERCENT(100)"
    changed["actions"] = {
        "stop": {
            "actionId": "aws:ec2:stop-instances",
            "parameters": {"startInstancesAfterDuration": "PT1M"},
            "targets": {"Instances": "fleet"},
        },
    }


said["stopping"] = start(create(altered(stop_and_start)))["state"]["status"]
said["templates"] = len(fis.list_experiment_templates()["experimentTemplates"])


def too_soon(changed):
    changed["actions"]["interrupt"]["parameters"]["durationBeforeInterruption"] = "PT1M"


def unknown_action(changed):
    changed["actions"]["interrupt"]["actionId"] = "aws:ec2:paint-instances"


def circle(changed):
    changed["actions"]["interrupt"]["startAfter"] = ["interrupt"]


said["refusals"] = [code_of(lambda change=change: create(altered(change))) for change in (too_soon, unknown_action, circle)]
said["refusals"].append(code_of(lambda: start("EXTnone")))
print(json.dumps(said))
