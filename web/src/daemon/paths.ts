/** What is not called but streamed. */
export const PROGRESS_URL = '/v1/progress';
export const PREVIEW_URL = '/v1/preview';
export const DROP_URL = '/v1/drop';
