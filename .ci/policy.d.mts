/** The value of a Content-Security-Policy. */
export const POLICY: string;
