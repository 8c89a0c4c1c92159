/** The variables that make AWS SDKs and tools use the service at `url` (AWS SDKs and Tools Reference Guide, "IMDS credential provider"). */
export function sdkVariables(url: string, region?: string): Readonly<Record<string, string>> {
  return {
    // Older botocore and AWS CLI glue the path on as it is, and for all others a slash more is no harm.
    AWS_EC2_METADATA_SERVICE_ENDPOINT: `${url}/`,
    // Machines that are not on EC2 often have it set to true, which would win.
    AWS_EC2_METADATA_DISABLED: 'false',
    // SDKs read the first, the AWS CLI and boto3 the second.
    ...(region === undefined ? {} : { AWS_REGION: region, AWS_DEFAULT_REGION: region }),
  };
}

/** `export` lines for a POSIX shell. */
export function exportLines(variables: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(variables).map(([name, value]) => `export ${name}=${quoted(value)}`);
}

function quoted(value: string): string {
  return /^[\w.:/@%+=-]+$/.test(value) ? value : `'${value.replaceAll("'", String.raw`'\''`)}'`;
}
