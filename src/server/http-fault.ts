/** A request that is refused at the door. Never a 5xx: Teams would send it again. */
export class HttpFault extends Error {
  override readonly name = 'HttpFault';
  readonly status: 400 | 401 | 403 | 413 | 415;
  readonly code: string;

  constructor(status: HttpFault['status'], code: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.status = status;
    this.code = code;
  }

  /** The answer's body. */
  toBody(): { error: { code: string; message: string } } {
    return { error: { code: this.code, message: this.message } };
  }
}
