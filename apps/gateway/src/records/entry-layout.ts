import { SequenceNumberRun, shardIdOf } from '#lib/kinesis';
import { CborWriter } from '#lib/wire';

/** PutRecords' answer where every record was stored, in one way of writing: its entries are all of one length. */
export interface EntryLayout {
  begin(entries: EntriesBegun): Uint8Array;
  /** An entry of the shard, with `NO_NUMBER` where the record's number stands. */
  entry(shardNumber: number): Buffer;
  /** So many bytes of the last entry give way to the end. */
  readonly separatorBytes: number;
  readonly end: Uint8Array;
}

export interface EntriesBegun {
  readonly count: number;
  /** The stream's records are encrypted: the answer says so. */
  readonly isEncrypted: boolean;
}

export const NO_NUMBER = '0'.repeat(SequenceNumberRun.LENGTH);

const JSON_BEGIN = Buffer.from('{"FailedRecordCount":0,"Records":[');
const JSON_BEGIN_ENCRYPTED = Buffer.from('{"FailedRecordCount":0,"EncryptionType":"KMS","Records":[');

export const JSON_ENTRY_LAYOUT: EntryLayout = {
  begin: ({ isEncrypted }) => (isEncrypted ? JSON_BEGIN_ENCRYPTED : JSON_BEGIN),
  entry: (shardNumber) =>
    Buffer.from(`{"SequenceNumber":"${NO_NUMBER}","ShardId":"${shardIdOf(shardNumber)}"},`),
  separatorBytes: 1,
  end: Buffer.from(']}'),
};

export const CBOR_ENTRY_LAYOUT: EntryLayout = {
  begin({ count, isEncrypted }) {
    const writer = new CborWriter();
    writer.map(isEncrypted ? 3 : 2);
    writer.text('FailedRecordCount');
    writer.integer(0);
    if (isEncrypted) {
      writer.text('EncryptionType');
      writer.text('KMS');
    }
    writer.text('Records');
    writer.list(count);
    return writer.finish();
  },
  entry(shardNumber) {
    const writer = new CborWriter();
    writer.map(2);
    writer.text('SequenceNumber');
    writer.text(NO_NUMBER);
    writer.text('ShardId');
    writer.text(shardIdOf(shardNumber));
    return writer.finish();
  },
  separatorBytes: 0,
  end: Buffer.alloc(0),
};
