export { BootstrapModule, CONFIG, LOGGER, type Frame } from './bootstrap.module.js';
export { ConfigError, parseConfig, type Config } from './config.js';
export { configurationPage } from './configuration-page.js';
export { Health, type Readiness, type ReadinessCheck } from './health.js';
export { startHttpApp, type HttpApp, type HttpAppOptions } from './http-app.js';
export { createLogger, writeLogLine, type Logger, type LogLine } from './logger.js';
export { run, type Program, type Running } from './run.js';
export { StartError } from './start-error.js';
