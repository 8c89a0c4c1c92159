"""Reads the metrics of metadata requests with boto3, in several ways, and prints the sums as one JSON object."""
import datetime
import json
import sys

import boto3

endpoint, region, start, end, *instance_ids = sys.argv[1:]
cloudwatch = boto3.client("cloudwatch", endpoint_url=endpoint, region_name=region)
start, end = (datetime.datetime.fromtimestamp(int(time), datetime.timezone.utc) for time in (start, end))
NAMES = ["MetadataNoToken", "MetadataNoTokenRejected"]


def statistics(name, instance_id):
    points = cloudwatch.get_metric_statistics(
        Namespace="AWS/EC2",
        MetricName=name,
        Dimensions=[{"Name": "InstanceId", "Value": instance_id}],
        StartTime=start,
        EndTime=end,
        Period=60,
        Statistics=["Sum"],
    )["Datapoints"]
    return sum(point["Sum"] for point in points)


def data(name, instance_id):
    metric = {"Namespace": "AWS/EC2", "MetricName": name, "Dimensions": [{"Name": "InstanceId", "Value": instance_id}]}
    query = {"Id": "m1", "MetricStat": {"Metric": metric, "Period": 300, "Stat": "Sum"}}
    pages = cloudwatch.get_paginator("get_metric_data").paginate(
        MetricDataQueries=[query], StartTime=start, EndTime=end, PaginationConfig={"PageSize": 100}
    )
    return sum(value for page in pages for result in page["MetricDataResults"] for value in result["Values"])


said = {id: {name: statistics(name, id) for name in NAMES} for id in instance_ids}
assert said == {id: {name: data(name, id) for name in NAMES} for id in instance_ids}
listed = cloudwatch.get_paginator("list_metrics").paginate(Namespace="AWS/EC2", MetricName="MetadataNoToken")
found = {dimension["Value"] for page in listed for metric in page["Metrics"] for dimension in metric["Dimensions"]}
assert found == set(instance_ids), found
print(json.dumps(said))
