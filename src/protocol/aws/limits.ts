/** The most bytes a request's body may have; EC2's largest honest request is a few tens of thousands. */
export const MAXIMUM_BODY_BYTES = 1_048_576;

/** The most parameters a query may have. */
export const MAXIMUM_PARAMETERS = 4096;

/** The most names a parameter's key may be made of, and how deep JSON and CBOR may nest. */
export const MAXIMUM_DEPTH = 32;
