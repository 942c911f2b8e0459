// A browser on a busy machine may miss its moment; what is wrong is wrong every time.
jest.retryTimes(2, { logErrorsBeforeRetry: true });
