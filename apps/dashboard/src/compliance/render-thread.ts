import { parentPort, workerData } from 'node:worker_threads';
import type { SignedReport } from '@redoubt/compliance';
import { renderReport, type ReportFormat } from '@redoubt/compliance/render';

/** Runs in a thread of its own: writes the report in `workerData` out, hands it over and ends. */
const { signed, format } = workerData as { signed: SignedReport; format: ReportFormat };
parentPort?.postMessage(new Uint8Array(await renderReport(signed, format)));
