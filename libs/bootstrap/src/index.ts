export { ConfigError, parseConfig, type Config } from './config.js';
export { configurationPage } from './configuration-page.js';
