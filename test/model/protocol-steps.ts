import { ownerSteps } from './owner-steps.js';
import { redisSteps } from './redis-steps.js';
import type { Setting, WorldStep } from './world-step.js';

/**
 * Everything that can happen, as a table: one row per happening and owner. A row gives every world that it can lead to,
 * none while it cannot happen. What an actor does without waiting belongs to the step that caused it.
 */
export function protocolSteps(setting: Setting): readonly WorldStep[] {
  return [...ownerSteps(setting, 0), ...ownerSteps(setting, 1), ...redisSteps(setting)];
}
