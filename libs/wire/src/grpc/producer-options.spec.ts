import { afterEach, describe, expect, it } from '@jest/globals';
import { Client, credentials, type Server } from '@grpc/grpc-js';
import { fromJSON, loadSync, type MethodDefinition, type PackageDefinition } from '@grpc/proto-loader';
import { protoPath as healthProtoPath } from 'grpc-health-check';
import { bindGrpcServer, closeGrpcServer } from './grpc-server.js';
import { producerGrpcOptions } from './producer-options.js';
import { PRODUCER_PACKAGE, PRODUCER_SERVICE } from './producer-proto.js';

type Method = MethodDefinition<object, object>;

const servers: Server[] = [];
const clients: Client[] = [];
let isReady = true;

afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  for (const server of servers.splice(0)) await closeGrpcServer(server, 100);
});

/** A server as Nest's transport makes it, but for the calls of the Producer itself. */
async function openServer(): Promise<Client> {
  isReady = true;
  const { server, port } = await bindGrpcServer({ host: '127.0.0.1', port: 0 });
  servers.push(server);
  const { protoPath, loader, onLoadPackageDefinition } = await producerGrpcOptions(() => isReady);
  onLoadPackageDefinition(loadSync(protoPath, loader), server);
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  clients.push(client);
  return client;
}

function methodOf(definition: PackageDefinition, service: string, name: string): Method {
  return (definition[service] as unknown as Readonly<Record<string, Method>>)[name] as Method;
}

const healthCalls = loadSync(healthProtoPath, { enums: String, defaults: true });
const health = (name: string): Method => methodOf(healthCalls, 'grpc.health.v1.Health', name);

function ask(client: Client, method: Method, request: object): Promise<object | undefined> {
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(
      method.path,
      method.requestSerialize,
      method.responseDeserialize,
      request,
      (error, answer) => (error ? reject(error) : resolve(answer)),
    );
  });
}

describe('grpc.health.v1', () => {
  it.each(['', PRODUCER_SERVICE])('says of %j whether the process is ready', async (service) => {
    const client = await openServer();
    expect(await ask(client, health('Check'), { service })).toEqual({ status: 'SERVING' });
    isReady = false;
    expect(await ask(client, health('Check'), { service })).toEqual({ status: 'NOT_SERVING' });
  });

  it('lists what can be asked about', async () => {
    const statuses = { '': { status: 'SERVING' }, [PRODUCER_SERVICE]: { status: 'SERVING' } };
    expect(await ask(await openServer(), health('List'), {})).toEqual({ statuses });
  });

  it('knows no other service', async () => {
    const asked = ask(await openServer(), health('Check'), { service: 'another' });
    await expect(asked).rejects.toMatchObject({ code: 5, details: 'There is no service another.' });
  });
});

describe('reflection', () => {
  const reflection = methodOf(
    fromJSON({
      nested: {
        'grpc.reflection.v1': {
          nested: {
            ServerReflection: {
              methods: {
                ServerReflectionInfo: {
                  requestType: 'Question',
                  requestStream: true,
                  responseType: 'Answer',
                  responseStream: true,
                },
              },
            },
            Question: { fields: { listServices: { type: 'string', id: 7 } } },
            Answer: { fields: { listServicesResponse: { type: 'ServiceList', id: 6 } } },
            ServiceList: { fields: { service: { rule: 'repeated', type: 'ServiceName', id: 1 } } },
            ServiceName: { fields: { name: { type: 'string', id: 1 } } },
          },
        },
      },
    } as never),
    'grpc.reflection.v1.ServerReflection',
    'ServerReflectionInfo',
  );

  it('lists the service', async () => {
    const client = await openServer();
    const { path, requestSerialize, responseDeserialize } = reflection;
    const call = client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize);
    call.write({ listServices: '*' });
    call.end();
    const answers: unknown[] = [];
    for await (const answer of call) answers.push(answer);
    expect(answers).toEqual([
      { listServicesResponse: { service: expect.arrayContaining([{ name: PRODUCER_SERVICE }]) } },
    ]);
  });
});

describe('the options for the transport', () => {
  it('leave the health service out of the packages whose calls the transport looks for', async () => {
    expect((await producerGrpcOptions(() => true)).package).toBe(PRODUCER_PACKAGE);
  });
});

describe('a server', () => {
  it('cannot listen where another one does', async () => {
    const { server, port } = await bindGrpcServer({ host: '127.0.0.1', port: 0 });
    servers.push(server);
    await expect(bindGrpcServer({ host: '127.0.0.1', port })).rejects.toThrow('EADDRINUSE');
  });

  it('listens on IPv6 too', async () => {
    const { server, port } = await bindGrpcServer({ host: '::1', port: 0 });
    servers.push(server);
    expect(port).toBeGreaterThan(0);
  });

  it('cuts off the calls that do not end within the limit', async () => {
    const client = await openServer();
    const { path, requestSerialize, responseDeserialize } = health('Watch');
    const call = client.makeServerStreamRequest(path, requestSerialize, responseDeserialize, { service: '' });
    const ended = new Promise((end) => {
      call.on('error', end);
    });
    await new Promise((first) => {
      call.once('data', first);
    });
    await closeGrpcServer(servers.pop() as Server, 1);
    expect(await ended).toMatchObject({ code: expect.any(Number) });
  });
});
