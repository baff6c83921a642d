"""Calls every operation that this version of boto3 has, each family in the order in which a program would.

The argument is the endpoint. Says which operations were called, or fails at the first thing that is not as it should be.
"""

import json
import os
import sys

from boto3_client import client_for, known_members, known_operations, refusal_of, until

# They come with a later version of Shardwell.
UNSUPPORTED = ["CreateChannel", "DeleteChannel", "DescribeChannel", "ListChannels", "UpdateChannel"]


class Stream:
    """A stream of one test, ACTIVE, gone at its end."""

    def __init__(self, kinesis, name, **settings):
        self.kinesis = kinesis
        self.name = name
        kinesis.create_stream(StreamName=name, **settings)
        self.until_active()
        self.arn = self.summary()["StreamARN"]

    def summary(self):
        return self.kinesis.describe_stream_summary(StreamName=self.name)["StreamDescriptionSummary"]

    def until_active(self):
        until(lambda: self.summary()["StreamStatus"] == "ACTIVE")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kinesis.delete_stream(StreamName=self.name, EnforceConsumerDeletion=True)


def check_streams(kinesis):
    before = kinesis.describe_limits()
    with Stream(kinesis, "streams", ShardCount=2) as stream:
        description = kinesis.describe_stream(StreamName=stream.name)["StreamDescription"]
        assert [shard["ShardId"][-1] for shard in description["Shards"]] == ["0", "1"], description
        assert description["HasMoreShards"] is False and "KeyId" not in description, description
        assert len(kinesis.list_shards(StreamName=stream.name, MaxResults=1)["Shards"]) == 1
        assert "streams" in kinesis.list_streams()["StreamNames"]
        after = kinesis.describe_limits()
        assert after["OpenShardCount"] >= 2 and after["ShardLimit"] == before["ShardLimit"], after
        assert refusal_of(kinesis.create_stream, StreamName="streams", ShardCount=1)[0] == "ResourceInUseException"
    until(lambda: "streams" not in kinesis.list_streams()["StreamNames"])


def check_records(kinesis):
    with Stream(kinesis, "records", ShardCount=1) as stream:
        one = kinesis.put_record(StreamName=stream.name, PartitionKey="a", Data=b"\x00\xff")
        many = kinesis.put_records(StreamName=stream.name, Records=[{"PartitionKey": "b", "Data": b""}])
        assert many["FailedRecordCount"] == 0 and "ErrorCode" not in many["Records"][0], many
        start = {"StreamName": stream.name, "ShardId": "0", "ShardIteratorType": "TRIM_HORIZON"}
        iterator = kinesis.get_shard_iterator(**start)["ShardIterator"]
        page = kinesis.get_records(ShardIterator=iterator)
        read = [(record["SequenceNumber"], record["Data"]) for record in page["Records"]]
        assert read == [(one["SequenceNumber"], b"\x00\xff"), (many["Records"][0]["SequenceNumber"], b"")], page
        assert page["MillisBehindLatest"] == 0 and page["NextShardIterator"] != iterator, page


def check_settings(kinesis):
    """Retention, monitoring, mode and encryption: each leaves the stream UPDATING for a moment."""
    with Stream(kinesis, "settings", ShardCount=1) as stream:
        name = {"StreamName": stream.name}
        kinesis.increase_stream_retention_period(**name, RetentionPeriodHours=24)
        kinesis.increase_stream_retention_period(**name, RetentionPeriodHours=48)
        stream.until_active()
        kinesis.decrease_stream_retention_period(**name, RetentionPeriodHours=36)
        stream.until_active()
        change = kinesis.enable_enhanced_monitoring(**name, ShardLevelMetrics=["ALL"])
        assert (len(change["CurrentShardLevelMetrics"]), len(change["DesiredShardLevelMetrics"])) == (0, 7), change
        stream.until_active()
        kinesis.disable_enhanced_monitoring(**name, ShardLevelMetrics=["IncomingBytes"])
        stream.until_active()
        kinesis.start_stream_encryption(**name, EncryptionType="KMS", KeyId="alias/aws/kinesis")
        stream.until_active()
        put = kinesis.put_record(**name, PartitionKey="a", Data=b"secret")
        summary = stream.summary()
        assert put["EncryptionType"] == summary["EncryptionType"] == "KMS", summary
        assert summary["RetentionPeriodHours"] == 36, summary
        assert len(summary["EnhancedMonitoring"][0]["ShardLevelMetrics"]) == 6, summary
        kinesis.stop_stream_encryption(**name, EncryptionType="KMS", KeyId="alias/aws/kinesis")
        stream.until_active()
        kinesis.update_stream_mode(StreamARN=stream.arn, StreamModeDetails={"StreamMode": "ON_DEMAND"})
        stream.until_active()
        assert stream.summary()["StreamModeDetails"] == {"StreamMode": "ON_DEMAND"}, stream.summary()


def check_tags(kinesis):
    with Stream(kinesis, "tags", ShardCount=1) as stream:
        kinesis.add_tags_to_stream(StreamName=stream.name, Tags={"team": "a", "stage": "тест"})
        kinesis.remove_tags_from_stream(StreamName=stream.name, TagKeys=["team"])
        answer = kinesis.list_tags_for_stream(StreamName=stream.name)
        assert (answer["Tags"], answer["HasMoreTags"]) == ([{"Key": "stage", "Value": "тест"}], False), answer
        if "TagResource" not in known_operations(kinesis):
            return
        kinesis.tag_resource(ResourceARN=stream.arn, Tags={"team": "b"})
        kinesis.untag_resource(ResourceARN=stream.arn, TagKeys=["stage"])
        assert kinesis.list_tags_for_resource(ResourceARN=stream.arn)["Tags"] == [{"Key": "team", "Value": "b"}]


def check_consumers(kinesis):
    with Stream(kinesis, "consumers", ShardCount=1) as stream:
        named = {"StreamARN": stream.arn, "ConsumerName": "reader"}
        consumer = kinesis.register_stream_consumer(**named)["Consumer"]
        assert consumer["ConsumerStatus"] == "CREATING", consumer
        describe = kinesis.describe_stream_consumer
        until(lambda: describe(**named)["ConsumerDescription"]["ConsumerStatus"] == "ACTIVE")
        listed = kinesis.list_stream_consumers(StreamARN=stream.arn)["Consumers"]
        assert [each["ConsumerARN"] for each in listed] == [consumer["ConsumerARN"]], listed
        assert refusal_of(kinesis.delete_stream, StreamName=stream.name)[0] == "ResourceInUseException"
        start = {"ShardId": "shardId-000000000000", "StartingPosition": {"Type": "TRIM_HORIZON"}}
        kinesis.subscribe_to_shard(ConsumerARN=consumer["ConsumerARN"], **start)["EventStream"].close()
        kinesis.deregister_stream_consumer(**named)
        until(lambda: kinesis.list_stream_consumers(StreamARN=stream.arn)["Consumers"] == [])


def check_policies(kinesis):
    if "PutResourcePolicy" not in known_operations(kinesis):
        return
    with Stream(kinesis, "policies", ShardCount=1) as stream:
        statement = {"Effect": "Allow", "Principal": "*", "Action": "kinesis:GetRecords", "Resource": stream.arn}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        assert kinesis.get_resource_policy(ResourceARN=stream.arn)["Policy"] == "{}"
        kinesis.put_resource_policy(ResourceARN=stream.arn, Policy=policy)
        assert kinesis.get_resource_policy(ResourceARN=stream.arn)["Policy"] == policy
        kinesis.delete_resource_policy(ResourceARN=stream.arn)
        refusal = refusal_of(kinesis.delete_resource_policy, ResourceARN=stream.arn)
        assert refusal[0] == "ResourceNotFoundException", refusal


def check_newest_settings(kinesis):
    """Of 2025 and later: an account that commits to a minimum, warm throughput, larger records, keyless records."""
    known = known_operations(kinesis)
    if "UpdateAccountSettings" not in known:
        return
    on_demand = {"StreamModeDetails": {"StreamMode": "ON_DEMAND"}}
    with Stream(kinesis, "newest-settings", **on_demand) as stream:
        kinesis.update_account_settings(MinimumThroughputBillingCommitment={"Status": "ENABLED"})
        assert kinesis.describe_account_settings()["MinimumThroughputBillingCommitment"]["Status"] == "ENABLED"
        warm = kinesis.update_stream_warm_throughput(StreamARN=stream.arn, WarmThroughputMiBps=5)
        assert warm["WarmThroughput"]["TargetMiBps"] == 5, warm
        stream.until_active()
        kinesis.update_max_record_size(StreamARN=stream.arn, MaxRecordSizeInKiB=2048)
        stream.until_active()
        assert stream.summary()["MaxRecordSizeInKiB"] == 2048, stream.summary()
        kinesis.put_record(StreamName=stream.name, PartitionKey="a", Data=bytes(1_500_000))
        if "UpdateStreamRecordDistributionStrategy" in known:
            auto = {"RecordDistributionStrategy": "AUTO"}
            kinesis.update_stream_record_distribution_strategy(StreamARN=stream.arn, **auto)
            kinesis.put_records(StreamName=stream.name, Records=[{"Data": b"without a key"}])


def check_unsupported(kinesis):
    with Stream(kinesis, "resharding", ShardCount=2) as stream:
        name = {"StreamName": stream.name}
        calls = [
            (kinesis.split_shard, {"ShardToSplit": "0", "NewStartingHashKey": "9"}),
            (kinesis.merge_shards, {"ShardToMerge": "0", "AdjacentShardToMerge": "1"}),
            (kinesis.update_shard_count, {"TargetShardCount": 3, "ScalingType": "UNIFORM_SCALING"}),
        ]
        for call, members in calls:
            code, message = refusal_of(call, **name, **members)
            assert code == "ValidationException" and "not supported by this version" in message, message


def check_dry_runs(kinesis):
    if "DryRun" not in known_members(kinesis, "PutRecord"):
        return
    with Stream(kinesis, "dry-runs", ShardCount=1) as stream:
        record = {"PartitionKey": "a", "Data": b"a"}
        put, puts = kinesis.put_record, kinesis.put_records
        for refusal in [
            refusal_of(put, StreamName=stream.name, DryRun=True, **record),
            refusal_of(puts, StreamName=stream.name, DryRun=True, Records=[record]),
        ]:
            assert refusal[0] == "DryRunOperationException", refusal


def check_signatures(endpoint):
    """Who is refused at the door; the errors are not of the model, so boto3 has no classes for them."""
    key, secret = os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"]
    wrong_secret = client_for(endpoint, aws_access_key_id=key, aws_secret_access_key="another")
    code, message = refusal_of(wrong_secret.list_streams)
    assert code == "InvalidSignatureException", code
    assert message.startswith("The request signature we calculated does not match the signature you provided."), message
    unknown_key = client_for(endpoint, aws_access_key_id="AKIDNOBODY", aws_secret_access_key=secret)
    refusal = refusal_of(unknown_key.list_streams)
    assert refusal == ("UnrecognizedClientException", "The security token included in the request is invalid."), refusal
    foreign_token = {"aws_access_key_id": key, "aws_secret_access_key": secret, "aws_session_token": "foreign"}
    assert refusal_of(client_for(endpoint, **foreign_token).list_streams)[0] == "UnrecognizedClientException"


CHECKS = [
    check_streams,
    check_records,
    check_settings,
    check_tags,
    check_consumers,
    check_policies,
    check_newest_settings,
    check_unsupported,
    check_dry_runs,
]


def main(endpoint):
    kinesis = client_for(endpoint)
    called = set()
    kinesis.meta.events.register("before-call.kinesis", lambda model, **_: called.add(model.name))
    for check in CHECKS:
        check(kinesis)
    missing = known_operations(kinesis) - called - set(UNSUPPORTED)
    assert not missing, f"nobody calls {missing}"
    check_signatures(endpoint)
    print(f"{len(called)} operations were called")


main(sys.argv[1])
