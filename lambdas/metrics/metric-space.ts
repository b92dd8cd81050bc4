/**
 * How the metrics of all functions are addressed: once, for the code that writes them and the alarms and widgets that
 * read them.
 *
 * CloudWatch takes a metric for another one when a single dimension differs, so both sides must name the same two.
 */
export const METRIC_NAMESPACE = 'traildex';

/** The dimension that Powertools adds to every metric. */
export const SERVICE_DIMENSION = 'service';

/** Keeps the stacks of an account apart, as it does in Lambda's own metrics. */
export const FUNCTION_DIMENSION = 'FunctionName';
