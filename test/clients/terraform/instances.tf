resource "aws_ec2_instance_metadata_defaults" "account" {
  http_endpoint               = "enabled"
  http_tokens                 = "required"
  http_put_response_hop_limit = var.second ? 3 : 2
}

resource "aws_key_pair" "deployer" {
  key_name   = "deployer"
  public_key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILmuYe3f2hYDW2T8oGBmj4TDVCHsdgGi1cUIZO1zYfrN deployer@example.com"
}

resource "aws_ami" "own" {
  name                = "own-1"
  architecture        = "x86_64"
  virtualization_type = "hvm"
  root_device_name    = "/dev/xvda"
  imds_support        = "v2.0"
  ena_support         = true

  ebs_block_device {
    device_name = "/dev/xvda"
    snapshot_id = "snap-0123456789abcdef0"
    volume_size = 9
  }
}

resource "aws_security_group" "web" {
  name        = "web"
  description = "web"

  ingress {
    description = local.team
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_vpc_security_group_ingress_rule" "ssh" {
  security_group_id = data.aws_security_group.default.id
  cidr_ipv4         = "10.0.0.0/8"
  from_port         = 22
  ip_protocol       = "tcp"
  to_port           = 22
}

resource "aws_launch_template" "web" {
  name                   = "web"
  image_id               = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  key_name               = aws_key_pair.deployer.key_name
  update_default_version = true
  user_data              = base64encode("#cloud-config\n")
  ebs_optimized          = true
  description            = "of ${local.team}"

  iam_instance_profile {
    name = aws_iam_instance_profile.app.name
  }

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
    http_protocol_ipv6          = "disabled"
    instance_metadata_tags      = "enabled"
  }

  monitoring {
    enabled = true
  }

  network_interfaces {
    associate_public_ip_address = true
    delete_on_termination       = true
    device_index                = 0
    security_groups             = [data.aws_security_group.default.id]
  }

  placement {
    availability_zone = "us-east-1a"
  }

  block_device_mappings {
    device_name = "/dev/xvda"

    ebs {
      volume_size           = 12
      volume_type           = "gp3"
      encrypted             = true
      delete_on_termination = true
    }
  }

  credit_specification {
    cpu_credits = "standard"
  }

  tag_specifications {
    resource_type = "instance"
    tags          = { Name = "from-template" }
  }

  tag_specifications {
    resource_type = "volume"
    tags          = { Name = "volume-from-template" }
  }
}

# What is published everywhere.
resource "aws_instance" "app" {
  ami           = data.aws_ami.amazon_linux.id
  instance_type = "t3.micro"

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }
}

resource "aws_instance" "full" {
  ami                         = "ami-0123456789abcdef0"
  instance_type               = "t3.micro"
  key_name                    = aws_key_pair.deployer.key_name
  subnet_id                   = data.aws_subnet.first.id
  vpc_security_group_ids      = [var.second ? aws_security_group.web.id : data.aws_security_group.default.id]
  iam_instance_profile        = aws_iam_instance_profile.app.name
  associate_public_ip_address = true
  secondary_private_ips       = [cidrhost(data.aws_subnet.first.cidr_block, var.second ? 11 : 10)]
  user_data                   = "#!/bin/sh\necho hello\n"
  monitoring                  = !var.second
  source_dest_check           = var.second

  credit_specification {
    cpu_credits = var.second ? "standard" : "unlimited"
  }

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = var.second ? "optional" : "required"
    http_put_response_hop_limit = var.second ? 3 : 1
    instance_metadata_tags      = "enabled"
  }

  root_block_device {
    volume_size = 20
    volume_type = "gp3"
    encrypted   = true
  }

  ebs_block_device {
    device_name = "/dev/sdf"
    volume_size = 30
    volume_type = "gp2"
  }

  volume_tags = { Name = "volume-of-${local.team}" }
  tags        = { Name = "full", Team = local.team }
}

resource "aws_instance" "templated" {
  tags = { Name = "templated" }

  launch_template {
    id      = aws_launch_template.web.id
    version = "$Latest"
  }

  lifecycle {
    # The provider hashes user data that only the template has anew at every plan, and replaces an instance of `$Latest` once
    # the template has another version, at AWS too.
    ignore_changes = [launch_template, user_data]
  }
}

resource "aws_instance" "on_own_image" {
  ami           = aws_ami.own.id
  instance_type = "m5.large"
  user_data     = "#!/bin/sh\necho ${local.team}\n"

  root_block_device {
    tags = { Name = "root", Changed = local.team }
  }
}

import {
  to = aws_instance.imported
  id = var.imported
}

resource "aws_instance" "imported" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.small"
}
