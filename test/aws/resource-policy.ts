/** A resource policy that lets everybody read a stream. */
export function policyOf(StreamARN: string): string {
  const statement = { Effect: 'Allow', Principal: '*', Action: 'kinesis:GetRecords', Resource: StreamARN };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}
