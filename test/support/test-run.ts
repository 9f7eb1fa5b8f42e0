/** Names the run to all processes that its specs are spread over: jest's global setup. */
export default (): void => {
  process.env['WAVEBOOK_TEST_RUN'] = String(process.pid);
};
