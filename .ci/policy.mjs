// The content policy of the built page: a header where .ci/serve.mjs serves it, and an element of index.html for static
// hosts. Nothing inline, nothing of other hosts, and no code or markup made from text.
export const POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data: blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  'trusted-types default',
  "require-trusted-types-for 'script'",
].join('; ');
