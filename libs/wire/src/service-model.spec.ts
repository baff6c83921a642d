import { describe, expect, it } from '@jest/globals';
import { isOperationName, operationInput, operationModel, shapeNamed } from './operation-input.js';
import { jsonCodec } from './json-codec.js';
import { SERVICE_MODEL } from './service-model.generated.js';

const operations = Object.keys(SERVICE_MODEL.operations).filter(isOperationName);

describe('the service model', () => {
  it('has the 45 operations of the Kinesis API', () => {
    expect(operations).toHaveLength(45);
  });

  it.each(operations)('is whole where %s leads', (operation) => {
    const seen = new Set<string>();
    const walk = (shapeName: string): void => {
      if (seen.has(shapeName)) return;
      seen.add(shapeName);
      const shape = shapeNamed(shapeName);
      if (shape.type === 'structure') Object.values(shape.members).forEach(walk);
      else if (shape.type === 'list') walk(shape.member);
      else if (shape.type === 'map') [shape.key, shape.value].forEach(walk);
    };
    const { input, output } = operationModel(operation);
    for (const shapeName of [input, output]) if (shapeName !== undefined) walk(shapeName);
    expect(seen.size).toBeGreaterThan(0);
  });

  it.each(operations)('can be checked for every input of %s', (operation) => {
    const request = jsonCodec.read(Buffer.from('{"StreamName":"a"}'));
    const check = () => operationInput(operation, request);
    try {
      expect(check()).toEqual({ StreamName: 'a' });
    } catch (error) {
      expect(error).toMatchObject({ code: 'ValidationException' });
    }
  });
});
