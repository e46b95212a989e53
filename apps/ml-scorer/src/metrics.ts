import type { Metrics } from '@redoubt/telemetry';

/** What ml-scorer says about itself, beside the metrics of libs/stream. */
export type MlScorerMetrics = ReturnType<typeof createMlScorerMetrics>;

export function createMlScorerMetrics(metrics: Metrics) {
  return {
    ...createScoreMetrics(metrics),
    ...createModelMetrics(metrics),
  };
}

function createScoreMetrics(metrics: Metrics) {
  return {
    scored: metrics.counter({ name: 'ml_events_scored_total', help: 'Events that a model scored.' }),
    skipped: metrics.counter({
      name: 'ml_events_already_learned_total',
      help: 'Redelivered events that the model contained already.',
    }),
    unscored: metrics.counter({
      name: 'ml_events_unscored_total',
      help: 'Events passed by, by reason: the organisation has scoring off, or the kill switch has.',
      labelNames: ['reason'],
      labelValues: { reason: ['organization_off', 'kill_switch'] },
    }),
    scoreSeconds: metrics.histogram({
      name: 'ml_scoring_duration_seconds',
      help: 'Time it took to score and learn one batch of events.',
      buckets: [0.0001, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5],
    }),
    published: metrics.counter({
      name: 'ml_scores_published_total',
      help: 'Scores of single events that were published.',
    }),
    unpublished: metrics.counter({
      name: 'ml_scores_unpublished_total',
      help: 'Scores from the threshold on that were not published, by reason.',
      labelNames: ['reason'],
      labelValues: { reason: ['over_rate', 'stream_full'] },
    }),
    detections: metrics.counter({
      name: 'ml_detections_total',
      help: 'Detections sent to alert-engine, by what was found.',
      labelNames: ['kind'],
      labelValues: { kind: ['event', 'silence'] },
    }),
    withheld: metrics.counter({
      name: 'ml_detections_withheld_total',
      help: 'Unusual events that became no detection, by reason.',
      labelNames: ['reason'],
      labelValues: { reason: ['over_budget', 'same_episode', 'warming_up'] },
    }),
  };
}

function createModelMetrics(metrics: Metrics) {
  return {
    verdicts: metrics.counter({
      name: 'ml_verdicts_total',
      help: 'Verdicts of analysts on alerts about anomalies, by what became of them.',
      labelNames: ['result'],
      labelValues: { result: ['applied', 'duplicate', 'over_limit'] },
    }),
    commits: metrics.counter({
      name: 'ml_commits_total',
      help: 'Writes of results and models, by result.',
      labelNames: ['result'],
      labelValues: { result: ['written', 'fenced', 'stale', 'full', 'failed'] },
    }),
    backfills: metrics.counter({
      name: 'ml_backfills_total',
      help: 'Models that learned from stored events, new ones or after a checkpoint, by result: what was learned stays, except where the owner stopped.',
      labelNames: ['kind', 'result'],
      labelValues: { kind: ['backfill', 'catch_up'], result: ['done', 'failed', 'stopped'] },
    }),
    backfilled: metrics.counter({
      name: 'ml_events_backfilled_total',
      help: 'Stored events that models learned from.',
    }),
    checkpoints: metrics.counter({ name: 'ml_checkpoints_total', help: 'Models written to Redis.' }),
    checkpointBytes: metrics.histogram({
      name: 'ml_checkpoint_bytes',
      help: 'Size of a written model.',
      buckets: [4_096, 8_192, 16_384, 32_768, 65_536, 131_072, 262_144, 524_288, 1_048_576, 4_194_304],
    }),
    restores: metrics.counter({
      name: 'ml_model_restores_total',
      help: 'Models taken up, by where they came from; `none` is a cold start.',
      labelNames: ['from'],
      labelValues: { from: ['model', 'previous', 'none'] },
    }),
    unusable: metrics.counter({
      name: 'ml_models_unusable_total',
      help: 'Stored models that could not be used. Any increase deserves a look.',
      labelNames: ['reason'],
      labelValues: { reason: ['corrupt', 'newer', 'other_org', 'other_config'] },
    }),
    models: metrics.gauge({ name: 'ml_models_in_memory', help: 'Models in memory.' }),
    modelBytes: metrics.gauge({ name: 'ml_models_bytes', help: 'Memory of the models in memory, estimated.' }),
    drift: metrics.gauge({
      name: 'ml_score_drift',
      help: 'Largest drift of a model in memory: how far the scores of its last hours are from those of its last days, 0 to 1.',
    }),
    evictions: metrics.counter({
      name: 'ml_model_evictions_total',
      help: 'Models that left memory to make room, after a checkpoint.',
    }),
    failedEvictions: metrics.counter({
      name: 'ml_model_evictions_failed_total',
      help: 'Models that could not be saved and stay in memory. No others are taken up until one has left.',
    }),
  };
}
