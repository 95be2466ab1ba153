import { HttpError } from '../http-error.ts';

export function armErrorBody(code: string, message: string) {
  return { error: { code, message } };
}

/** A refusal in ARM's shape (CloudError). */
export function armError(status: number, code: string, message: string, headers?: Record<string, string>): HttpError {
  return new HttpError(status, armErrorBody(code, message), headers);
}

export const badRequest = (message: string): HttpError => armError(400, 'BadRequest', message);

export function resourceNotFound(id: string): HttpError {
  return armError(404, 'ResourceNotFound', `The Resource '${id}' was not found.`);
}

/** Somebody wrote since the caller read: 409, not 412, and nothing was saved. */
export function newerVersion(name: string): HttpError {
  return armError(409, 'Conflict', `Newer version of resource '${name}' exists. Data was not saved`);
}
