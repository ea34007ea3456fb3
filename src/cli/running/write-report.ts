// report.html on disk: at the end of every soak, and whenever somebody asks for it.

import { join } from 'node:path';
import type { StoredRun } from '../../artifacts/read-run.ts';
import { writeIfOther } from '../../files/write-durably.ts';
import { buildRunPage } from '../../report/page/build-run-page.ts';
import { reportHtml } from '../../report/page/report-html.ts';
import { PAGE_FORMAT } from '../../report/page/run-page.ts';
import type { RunPage } from '../../report/page/run-page.ts';
import type { Rejudging } from '../../report/rejudge.ts';
import { Failure } from '../../std/failure.ts';
import type { Host } from '../host.ts';

export const REPORT_FILE = 'report.html';

/** For a run that has just ended: names no run, time or version, so that two runs of one seed leave the same bytes. */
export function writeReport(host: Host, stored: StoredRun): void {
  let template: string;
  try {
    template = host.pageTemplate('report');
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    // What a soak of days has shown is not lost for a page that can be made of it later.
    host.stderr.write(`${REPORT_FILE} was not written: ${error.message}\n`);
    return;
  }
  const html = reportHtml(template, buildRunPage(stored, { identified: false }));
  writeIfOther(host.disk, join(stored.folder, REPORT_FILE), html);
}

/** For who asks for it: also says which run it is, and when it was. Answers the path of what it wrote. */
export function writeIdentifiedReport(
  host: Host,
  stored: StoredRun,
  file: string = join(stored.folder, REPORT_FILE),
  waivers?: Rejudging['waivers'],
): string {
  const page = buildRunPage(stored, { identified: true, ...(waivers === undefined ? {} : { waivers }) });
  writeIfOther(host.disk, file, reportHtml(host.pageTemplate('report'), page));
  return file;
}

/** Two runs beside each other. Answers the path of what it wrote. */
export function writeComparison(host: Host, file: string, first: RunPage, second: RunPage): string {
  writeIfOther(host.disk, file, reportHtml(host.pageTemplate('report'), { format: PAGE_FORMAT, first, second }));
  return file;
}
