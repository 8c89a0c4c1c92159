data "aws_caller_identity" "me" {}
data "aws_region" "here" {}
data "aws_partition" "aws" {}

data "aws_availability_zones" "available" {
  state = "available"
}

data "aws_vpc" "default" {
  default = true
}

data "aws_subnets" "default" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.default.id]
  }
}

data "aws_subnet" "first" {
  id = sort(data.aws_subnets.default.ids)[0]
}

data "aws_security_group" "default" {
  vpc_id = data.aws_vpc.default.id
  name   = "default"
}

data "aws_ec2_instance_type" "micro" {
  instance_type = "t3.micro"
}

data "aws_ami" "own" {
  owners      = ["self"]
  most_recent = true

  filter {
    name   = "name"
    values = ["own-*"]
  }

  depends_on = [aws_ami.own]
}

data "aws_ami" "amazon_linux" {
  owners      = ["amazon"]
  most_recent = true

  filter {
    name   = "name"
    values = ["al2023-ami-2023.*-x86_64"]
  }
}

data "aws_instance" "full" {
  instance_id = aws_instance.full.id
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "read" {
  statement {
    actions   = var.second ? ["s3:GetObject", "s3:ListBucket"] : ["s3:GetObject"]
    resources = ["arn:aws:s3:::bucket", "arn:aws:s3:::bucket/*"]
  }
}

output "account" {
  value = data.aws_caller_identity.me.account_id
}

output "image" {
  value = data.aws_ami.own.id == aws_ami.own.id
}

output "private_ip" {
  value = data.aws_instance.full.private_ip
}

output "zones" {
  value = length(data.aws_availability_zones.available.names) == length(data.aws_subnets.default.ids)
}

output "full" {
  value = aws_instance.full.id
}
