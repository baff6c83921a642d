import {
  Controller,
  Get,
  Inject,
  NotFoundException,
  Param,
  Query,
  StandardSchemaValidationPipe,
  UseFilters,
  UsePipes,
} from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ProblemFilter } from '#lib/bootstrap';
import { LogStreams } from './log-streams.js';
import { type ReportedTemplate, reportTemplates } from './template-report.js';
import { TemplateAnswer, TemplateDetail, TemplatesAnswer, TemplatesQuery } from './templates-schema.js';

@ApiTags('log-analysis')
@Controller('templates')
@UsePipes(new StandardSchemaValidationPipe())
@UseFilters(ProblemFilter)
export class TemplatesController {
  constructor(@Inject(LogStreams) private readonly streams: LogStreams) {}

  @Get()
  @ApiOperation({ summary: 'The templates of the log lines consumed so far' })
  @ApiOkResponse({ standardSchema: TemplatesAnswer })
  list(@Query({ schema: TemplatesQuery }) query: TemplatesQuery): TemplatesAnswer {
    this.refuseUnknownStream(query.stream);
    const { lines, templates } = reportTemplates(this.streams.folds(query.stream));
    const matching = templates.filter((template) => matches(template, query));
    return {
      lines,
      behindMs: this.streams.behindMs(query.stream) ?? null,
      templates: matching.slice(0, query.limit).map(answerOf),
    };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One template, with example lines' })
  @ApiOkResponse({ standardSchema: TemplateDetail })
  @ApiNotFoundResponse({ description: 'No template has this id.' })
  one(@Param('id') id: string): TemplateDetail {
    const { templates } = reportTemplates(this.streams.folds());
    const template =
      templates.find((each) => each.id === id) ?? templates.find(({ ids }) => ids.includes(id));
    if (!template) throw new NotFoundException(`No template has the id ${id}; GET /templates lists them.`);
    return { ...answerOf(template), examples: [...template.examples] };
  }

  private refuseUnknownStream(stream: string | undefined): void {
    if (stream === undefined || this.streams.names.includes(stream)) return;
    const names = this.streams.names.join(', ') || 'none';
    throw new NotFoundException(
      `The logs of ${stream} are not analysed; SHARDWELL_LOG_STREAMS names ${names}.`,
    );
  }
}

function matches({ template, levels }: ReportedTemplate, { level, search }: TemplatesQuery): boolean {
  const hasLevel = level === undefined || (levels[level] ?? 0) > 0;
  return hasLevel && (search === undefined || template.toLowerCase().includes(search.toLowerCase()));
}

function answerOf(reported: ReportedTemplate): TemplateAnswer {
  const { id, template, count, levels, ratePerMinute, firstSeenMs, lastSeenMs } = reported;
  return {
    id,
    template,
    count,
    levels: { ...levels },
    ratePerMinute: Math.round(ratePerMinute * 1000) / 1000,
    firstSeen: new Date(firstSeenMs).toISOString(),
    lastSeen: new Date(lastSeenMs).toISOString(),
  };
}
