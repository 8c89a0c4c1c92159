/** An error as an operation reports it, whatever protocol will carry it. */
export interface ApiError {
  /** The service's code, by its name in either awsQuery or JSON (`NoSuchEntity` or `NoSuchEntityException`). */
  readonly code: string;
  readonly message: string;
  /** The HTTP status; the service's own for an error it declares, otherwise 400, if left out. */
  readonly status?: number | undefined;
  /** Further members of an error that the service declares, such as `Reason`. */
  readonly members?: Readonly<Record<string, unknown>> | undefined;
}
