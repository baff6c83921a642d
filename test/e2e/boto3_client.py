"""What the programs with boto3 beside this file share."""

import os
import time

import boto3
from botocore.exceptions import ClientError


def client_for(endpoint, **credentials):
    """Takes the endpoint from the environment, as programs do since boto3 1.28; an older one gets it as an argument."""
    if tuple(int(part) for part in boto3.__version__.split(".")[:2]) < (1, 28):
        return boto3.client("kinesis", endpoint_url=endpoint, **credentials)
    os.environ["AWS_ENDPOINT_URL_KINESIS"] = endpoint
    return boto3.client("kinesis", **credentials)


def known_operations(kinesis):
    """What this version of boto3 has; older ones lack the newest operations."""
    return set(kinesis.meta.service_model.operation_names)


def known_members(kinesis, operation):
    return set(kinesis.meta.service_model.operation_model(operation).input_shape.members)


def refusal_of(call, *args, **kwargs):
    """The code and sentence of a call that is refused."""
    try:
        call(*args, **kwargs)
    except ClientError as error:
        assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 400, error.response
        return error.response["Error"]["Code"], error.response["Error"]["Message"]
    raise AssertionError(f"{call.__name__} is not refused: {args} {kwargs}")


def until(claim, seconds=10):
    """Waits until a claim about something that goes on by itself is true."""
    deadline = time.monotonic() + seconds
    while not claim():
        assert time.monotonic() < deadline, f"not true within {seconds} s"
        time.sleep(0.01)
