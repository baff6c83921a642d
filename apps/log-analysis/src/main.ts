import { run, startHttpApp } from '#lib/bootstrap';
import { LogAnalysisModule } from './log-analysis.module.js';

await run({
  app: 'log-analysis',
  async start(frame) {
    const logAnalysis = LogAnalysisModule.with({
      endpoint: () => process.env['AWS_ENDPOINT_URL_KINESIS'] ?? 'http://127.0.0.1:4567',
      streams: frame.config.logStreams,
      stateDirectory: frame.config.dataDir,
    });
    const { close } = await startHttpApp({ frame, modules: [logAnalysis] });
    return { stop: close };
  },
});
