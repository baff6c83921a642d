/** A message that whoever answers has written already, for answers of which every record would else cost an object. */
export class WrittenMessage {
  /** @param bytes in protobuf, without any frame around them. */
  constructor(readonly bytes: Buffer) {}
}
