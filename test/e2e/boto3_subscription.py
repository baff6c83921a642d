"""Subscribes to a shard by boto3 from each of the five starting positions, while records are stored.

The argument is the endpoint. Says how many events came, or fails at the first thing that is not as it should be.
"""

import sys
import threading

from botocore.exceptions import EventStreamError

from boto3_client import client_for, refusal_of, until

NAME = "subscribed"


def create(kinesis):
    kinesis.create_stream(StreamName=NAME, ShardCount=1)
    summary = lambda: kinesis.describe_stream_summary(StreamName=NAME)["StreamDescriptionSummary"]
    until(lambda: summary()["StreamStatus"] == "ACTIVE")
    return summary()["StreamARN"]


def new_consumer(kinesis, stream_arn, name):
    named = {"StreamARN": stream_arn, "ConsumerName": name}
    arn = kinesis.register_stream_consumer(**named)["Consumer"]["ConsumerARN"]
    describe = kinesis.describe_stream_consumer
    until(lambda: describe(**named)["ConsumerDescription"]["ConsumerStatus"] == "ACTIVE")
    return arn


def put(kinesis, *texts):
    return [kinesis.put_record(StreamName=NAME, PartitionKey="ключ", Data=text.encode()) for text in texts]


def stored(kinesis):
    start = {"StreamName": NAME, "ShardId": "0", "ShardIteratorType": "TRIM_HORIZON"}
    return kinesis.get_records(ShardIterator=kinesis.get_shard_iterator(**start)["ShardIterator"])["Records"]


def subscribe(kinesis, consumer_arn, position):
    return kinesis.subscribe_to_shard(ConsumerARN=consumer_arn, ShardId="0", StartingPosition=position)["EventStream"]


def first_records(events, count):
    """The next records, and how many events they came in."""
    records, taken = [], 0
    for message in events:
        event = message["SubscribeToShardEvent"]
        taken += 1
        assert "ChildShards" not in event and event["ContinuationSequenceNumber"].isdigit(), event
        records += event["Records"]
        if len(records) >= count:
            assert records[-1]["SequenceNumber"] == event["ContinuationSequenceNumber"], event
            return records, taken
    raise AssertionError(f"the stream ended after {records}")


def check_positions(kinesis, stream_arn):
    put(kinesis, "a", "b")
    time, number = stored(kinesis)[0]["ApproximateArrivalTimestamp"], stored(kinesis)[1]["SequenceNumber"]
    positions = [
        ({"Type": "TRIM_HORIZON"}, "abc"),
        ({"Type": "AT_TIMESTAMP", "Timestamp": time}, "abc"),
        ({"Type": "AT_SEQUENCE_NUMBER", "SequenceNumber": number}, "bc"),
        ({"Type": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": number}, "c"),
        ({"Type": "LATEST"}, "c"),
    ]
    subscriptions = []
    for position, texts in positions:
        consumer = new_consumer(kinesis, stream_arn, position["Type"])
        subscriptions.append((subscribe(kinesis, consumer, position), texts))
    put(kinesis, "c")
    everything, count = stored(kinesis), 0
    for events, texts in subscriptions:
        records, taken = first_records(events, len(texts))
        assert records == everything[-len(texts) :], (texts, records)
        count += taken
        events.close()
    return count


def check_ends(kinesis, stream_arn):
    """A second subscription at once is refused; the first one ends with its consumer."""
    consumer = new_consumer(kinesis, stream_arn, "ends")
    events = subscribe(kinesis, consumer, {"Type": "LATEST"})
    again = {"ConsumerARN": consumer, "ShardId": "0", "StartingPosition": {"Type": "LATEST"}}
    assert refusal_of(kinesis.subscribe_to_shard, **again)[0] == "ResourceInUseException"
    threading.Timer(0.1, kinesis.deregister_stream_consumer, kwargs={"ConsumerARN": consumer}).start()
    try:
        for message in events:
            assert message["SubscribeToShardEvent"]["Records"] == [], message
    except EventStreamError as error:
        assert error.response["Error"]["Code"] == "ResourceNotFoundException", error.response
    else:
        raise AssertionError("the stream of a consumer that is gone ends as if nothing were")


def main(endpoint):
    kinesis = client_for(endpoint)
    stream_arn = create(kinesis)
    count = check_positions(kinesis, stream_arn)
    check_ends(kinesis, stream_arn)
    kinesis.delete_stream(StreamName=NAME, EnforceConsumerDeletion=True)
    until(lambda: NAME not in kinesis.list_streams()["StreamNames"])
    print(f"{count} events came")


main(sys.argv[1])
