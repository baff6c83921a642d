import { run, startHttpApp } from '#lib/bootstrap';
import { logAnalysisOptions } from './log-analysis-options.js';
import { LogAnalysisModule } from './log-analysis.module.js';

await run({
  app: 'log-analysis',
  async start(frame) {
    const logAnalysis = LogAnalysisModule.with(logAnalysisOptions(process.env, frame.config));
    const { close } = await startHttpApp({ frame, modules: [logAnalysis] });
    return { stop: close };
  },
});
