# Runs cloud-init's Ec2 data source against openimds, one scenario after the other, and prints what it found as JSON.
# Reads from stdin: [{"aws": BOOLEAN, "metadataUrls": [URL, ...] or null, "folder": PATH}, ...]
import base64
import json
import logging
import sys

from cloudinit import helpers
from cloudinit.sources import DataSourceEc2 as ec2


def pretend_hardware(is_aws):
    """The one thing a machine that is not EC2's lacks: its serial numbers."""
    uuid = "ec2e1916-9099-7caf-fd21-012345abcdef" if is_aws else ""
    data = {"uuid": uuid, "uuid_source": "dmi", "serial": uuid, "asset_tag": "", "vendor": "", "product_name": ""}
    ec2._collect_platform_data = lambda: data


def encoded(value):
    return {"base64": base64.b64encode(value).decode()} if isinstance(value, bytes) else str(value)


def network_of(source):
    macs = {mac: f"eth{index}" for index, mac in enumerate(sorted(source.metadata["network"]["interfaces"]["macs"]))}
    return ec2.convert_ec2_metadata_network_config(source.metadata["network"], macs_to_nics=macs, fallback_nic="eth0")


def crawl(scenario):
    pretend_hardware(scenario["aws"])
    settings = {"strict_id": False, "max_wait": 3, "timeout": 2}
    if scenario["metadataUrls"]:
        settings["metadata_urls"] = scenario["metadataUrls"]
    folder = scenario["folder"]
    paths = helpers.Paths({"cloud_dir": folder, "run_dir": folder, "templates_dir": folder})
    source = ec2.DataSourceEc2({"datasource": {"Ec2": settings}}, None, paths)
    if not source._get_data():
        return None
    crawled = source._crawled_metadata
    return {
        "crawled": crawled,
        "userData": encoded(source.get_userdata_raw()),
        "instanceId": source.get_instance_id(),
        "availabilityZone": source.availability_zone,
        "region": source.region,
        "publicKeys": source.get_public_ssh_keys(),
        "hostname": str(source.get_hostname()),
        "network": network_of(source),
    }


def main():
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    results = [crawl(scenario) for scenario in json.load(sys.stdin)]
    json.dump(results, sys.stdout, default=encoded)


main()
