terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
  }
}

variable "url" {
  description = "Of the AWS API of openimds."
  type        = string
}

variable "imported" {
  description = "The id of an instance that Terraform has not made."
  type        = string
}

variable "second" {
  description = "Whether what can be changed is to be as it is at first, or otherwise."
  type        = bool
  default     = false
}

locals {
  team = var.second ? "green" : "blue"
}

# No setting that skips anything: the provider checks its keys, and finds its account, as it does at AWS.
provider "aws" {
  region = "us-east-1"

  endpoints {
    ec2           = var.url
    iam           = var.url
    organizations = var.url
    sts           = var.url
  }

  default_tags {
    tags = { ManagedBy = "terraform", Stage = local.team }
  }
}
