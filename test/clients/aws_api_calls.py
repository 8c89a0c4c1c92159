"""Calls the AWS API as operators' scripts do, with boto3, and prints what came back as one JSON object."""
import json
import sys
import urllib.request

import boto3
from botocore.exceptions import ClientError

endpoint, region, instance_id = sys.argv[1:4]


def client(service, **credentials):
    return boto3.client(service, endpoint_url=endpoint, region_name=region, **credentials)


def code_of(call):
    try:
        call()
    except ClientError as error:
        return error.response["Error"]["Code"]
    return None


ec2, iam, sts = client("ec2"), client("iam"), client("sts")
said = {"caller": sts.get_caller_identity()["Arn"]}

# A presigned URL is how EKS and Vault prove an identity to somebody else.
url = sts.generate_presigned_url("get_caller_identity", HttpMethod="GET")
with urllib.request.urlopen(url) as response:
    said["presigned"] = response.status

launched = ec2.run_instances(
    ImageId="ami-0123456789abcdef0",
    InstanceType="t3.micro",
    MinCount=2,
    MaxCount=2,
    MetadataOptions={"HttpTokens": "required", "HttpPutResponseHopLimit": 2},
    TagSpecifications=[{"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": "boto"}]}],
)["Instances"]
said["launched"] = [one["MetadataOptions"]["HttpTokens"] for one in launched]
pages = ec2.get_paginator("describe_instances").paginate(
    Filters=[{"Name": "metadata-options.http-tokens", "Values": ["required"]}], PaginationConfig={"PageSize": 5}
)
found = {one["InstanceId"] for page in pages for each in page["Reservations"] for one in each["Instances"]}
said["found"] = found == {one["InstanceId"] for one in launched}
modified = ec2.modify_instance_metadata_options(InstanceId=instance_id, HttpTokens="required", HttpEndpoint="enabled")
said["modified"] = modified["InstanceMetadataOptions"]["HttpTokens"]

trust = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"AWS": said["caller"]}, "Action": "sts:AssumeRole"}],
}
role = iam.create_role(RoleName="boto", AssumeRolePolicyDocument=json.dumps(trust))["Role"]
said["trust"] = role["AssumeRolePolicyDocument"]["Statement"][0]["Action"]
session = sts.assume_role(RoleArn=role["Arn"], RoleSessionName="script")["Credentials"]
assumed = client(
    "ec2",
    aws_access_key_id=session["AccessKeyId"],
    aws_secret_access_key=session["SecretAccessKey"],
    aws_session_token=session["SessionToken"],
)
guardduty, config = client("guardduty"), client("config")
detector = guardduty.list_detectors()["DetectorIds"][0]
guardduty.create_sample_findings(DetectorId=detector)
severe = {"Criterion": {"severity": {"Gte": 7}, "service.archived": {"Eq": ["false"]}}}
pages = guardduty.get_paginator("list_findings").paginate(DetectorId=detector, FindingCriteria=severe)
ids = [each for page in pages for each in page["FindingIds"]]
findings = guardduty.get_findings(DetectorId=detector, FindingIds=ids)["Findings"]
said["findings"] = sorted(one["Type"].split(".")[-1] for one in findings)
guardduty.archive_findings(DetectorId=detector, FindingIds=ids)
said["left"] = guardduty.list_findings(DetectorId=detector, FindingCriteria=severe)["FindingIds"]
source = {"Owner": "AWS", "SourceIdentifier": "EC2_IMDSV2_CHECK"}
config.put_config_rule(ConfigRule={"ConfigRuleName": "imdsv2", "Source": source})
rules = config.get_paginator("describe_compliance_by_config_rule").paginate()
said["compliance"] = [
    (one["ConfigRuleName"], one["Compliance"]["ComplianceType"]) for page in rules for one in page["ComplianceByConfigRules"]
]
said["refusals"] = [
    code_of(assumed.describe_instances),
    code_of(lambda: ec2.describe_instances(InstanceIds=["i-0000000000000dead"])),
    code_of(lambda: ec2.modify_instance_metadata_options(InstanceId=instance_id, HttpPutResponseHopLimit=65)),
    code_of(lambda: ec2.terminate_instances(InstanceIds=[instance_id], DryRun=True)),
    code_of(lambda: iam.get_role(RoleName="nobody")),
    code_of(lambda: guardduty.get_detector(DetectorId="0" * 32)),
    code_of(lambda: config.delete_config_rule(ConfigRuleName="none")),
    code_of(lambda: client("sts", aws_access_key_id="AKIAWRONG", aws_secret_access_key="x").get_caller_identity()),
]
print(json.dumps(said))
