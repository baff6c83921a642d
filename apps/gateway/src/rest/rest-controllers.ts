import { AccountController } from './account.controller.js';
import { ConsumersController } from './consumers.controller.js';
import { RecordsController } from './records.controller.js';
import { ShardsController } from './shards.controller.js';
import { StreamPolicyController } from './stream-policy.controller.js';
import { StreamSettingsController } from './stream-settings.controller.js';
import { StreamsController } from './streams.controller.js';
import { TagsController } from './tags.controller.js';
import { TailController } from './tail.controller.js';

/** What the REST API has; its description is made of them. */
export const REST_CONTROLLERS = [
  AccountController,
  StreamsController,
  StreamSettingsController,
  TagsController,
  StreamPolicyController,
  ShardsController,
  ConsumersController,
  RecordsController,
  TailController,
];
