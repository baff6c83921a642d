"""Puts records into a stream by boto3 and reads them back. The argument is the endpoint; nothing else is configured.

Says how many records came back, or fails at the first thing that is not as it should be.
"""

import hashlib
import os
import sys

from botocore.exceptions import ClientError

from boto3_client import client_for

STREAM = "from-boto3"
KEYS = ["a", "order-17", "ключ", "鍵🔑", " ", '"\\', "é" * 256]
DATA = [b"", bytes(range(256)), "π ≈ 3".encode(), b"\xff\xfe", os.urandom(9999)]


def read(kinesis, shard_id, **position):
    iterator = kinesis.get_shard_iterator(StreamName=STREAM, ShardId=shard_id, **position)["ShardIterator"]
    records = []
    while True:
        page = kinesis.get_records(ShardIterator=iterator)
        records += page["Records"]
        if not page["Records"] and page["MillisBehindLatest"] == 0:
            return records
        iterator = page["NextShardIterator"]


def create(kinesis):
    kinesis.create_stream(StreamName=STREAM, ShardCount=3)
    kinesis.get_waiter("stream_exists").wait(StreamName=STREAM, WaiterConfig={"Delay": 0.05, "MaxAttempts": 200})
    summary = kinesis.describe_stream_summary(StreamName=STREAM)["StreamDescriptionSummary"]
    assert (summary["StreamStatus"], summary["OpenShardCount"]) == ("ACTIVE", 3), summary
    assert STREAM in [name for page in kinesis.get_paginator("list_streams").paginate() for name in page["StreamNames"]]


def put(kinesis):
    """The records as they were put, each with the shard and the number that it was given."""
    entries = [{"PartitionKey": KEYS[i % len(KEYS)], "Data": DATA[i % len(DATA)]} for i in range(500)]
    answer = kinesis.put_records(StreamName=STREAM, Records=entries)
    assert answer["FailedRecordCount"] == 0, answer
    entries.append({"PartitionKey": "a", "Data": b"last"})
    answers = answer["Records"] + [kinesis.put_record(StreamName=STREAM, **entries[-1])]
    return [{**entry, "ShardId": a["ShardId"], "SequenceNumber": a["SequenceNumber"]} for entry, a in zip(entries, answers)]


def check_round_trip(kinesis, written):
    """Byte for byte, in the order of each shard and so of each key, in the shard of the key's hash."""
    names = ["PartitionKey", "Data", "SequenceNumber"]
    count = 0
    for shard in kinesis.list_shards(StreamName=STREAM)["Shards"]:
        stored = read(kinesis, shard["ShardId"], ShardIteratorType="TRIM_HORIZON")
        expected = [record for record in written if record["ShardId"] == shard["ShardId"]]
        assert [[r[n] for n in names] for r in stored] == [[r[n] for n in names] for r in expected], shard
        first, last = (int(shard["HashKeyRange"][end]) for end in ("StartingHashKey", "EndingHashKey"))
        for record in stored:
            assert first <= int(hashlib.md5(record["PartitionKey"].encode()).hexdigest(), 16) <= last, record
        count += len(stored)
        check_positions(kinesis, shard["ShardId"], stored)
    assert count == len(written), count
    return count


def check_positions(kinesis, shard_id, stored):
    middle = stored[len(stored) // 2]
    number, time = middle["SequenceNumber"], middle["ApproximateArrivalTimestamp"]
    positions = [
        ({"ShardIteratorType": "AT_SEQUENCE_NUMBER", "StartingSequenceNumber": number}, lambda r: r["SequenceNumber"] >= number),
        ({"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "StartingSequenceNumber": number}, lambda r: r["SequenceNumber"] > number),
        ({"ShardIteratorType": "AT_TIMESTAMP", "Timestamp": time}, lambda r: r["ApproximateArrivalTimestamp"] >= time),
        ({"ShardIteratorType": "LATEST"}, lambda r: False),
    ]
    for position, is_behind in positions:
        assert read(kinesis, shard_id, **position) == [r for r in stored if is_behind(r)], position


def check_errors(kinesis):
    try:
        kinesis.put_record(StreamName="nope", PartitionKey="a", Data=b"")
    except kinesis.exceptions.ResourceNotFoundException as error:
        assert error.response["Error"]["Message"] == "Stream nope under account 000000000000 not found.", error
    else:
        raise AssertionError("a stream that is not there takes records")
    try:
        kinesis.put_records(StreamName=STREAM, Records=[{"PartitionKey": "a", "Data": bytes(2**20)}] * 13)
    except ClientError as error:
        assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 413, error
    else:
        raise AssertionError("17 MiB are taken at once")


def check_push(kinesis):
    """What a subscription brings is what polling finds, and what is put then comes by itself."""
    stream = kinesis.describe_stream(StreamName=STREAM)["StreamDescription"]
    consumer = kinesis.register_stream_consumer(StreamARN=stream["StreamARN"], ConsumerName="pushed")["Consumer"]
    while consumer["ConsumerStatus"] != "ACTIVE":
        description = kinesis.describe_stream_consumer(ConsumerARN=consumer["ConsumerARN"])
        consumer = description["ConsumerDescription"]
    shard_id = stream["Shards"][0]["ShardId"]
    stored = read(kinesis, shard_id, ShardIteratorType="TRIM_HORIZON")
    subscription = {"ConsumerARN": consumer["ConsumerARN"], "ShardId": shard_id}
    answer = kinesis.subscribe_to_shard(**subscription, StartingPosition={"Type": "TRIM_HORIZON"})
    pushed = records_of(answer["EventStream"])
    assert [next(pushed) for _ in stored] == stored
    hash_key = stream["Shards"][0]["HashKeyRange"]["StartingHashKey"]
    put = kinesis.put_record(StreamName=STREAM, PartitionKey="a", ExplicitHashKey=hash_key, Data=b"pushed")
    record = next(pushed)
    assert (record["SequenceNumber"], record["Data"]) == (put["SequenceNumber"], b"pushed"), record
    try:
        kinesis.subscribe_to_shard(**subscription, StartingPosition={"Type": "LATEST"})
    except kinesis.exceptions.ResourceInUseException:
        pass
    else:
        raise AssertionError("a consumer subscribes twice at once")
    answer["EventStream"].close()


def records_of(events):
    for event in events:
        yield from event["SubscribeToShardEvent"]["Records"]


def main(endpoint):
    kinesis = client_for(endpoint)
    create(kinesis)
    count = check_round_trip(kinesis, put(kinesis))
    check_push(kinesis)
    check_errors(kinesis)
    kinesis.delete_stream(StreamName=STREAM, EnforceConsumerDeletion=True)
    kinesis.get_waiter("stream_not_exists").wait(StreamName=STREAM, WaiterConfig={"Delay": 0.05, "MaxAttempts": 200})
    print(f"{count} records came back")


main(sys.argv[1])
