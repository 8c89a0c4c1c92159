declare const brand: unique symbol;

/** A `Value` that only its own `parse…` function can make, so that an unchecked string cannot stand where a checked one must. */
export type Brand<Value, Name extends string> = Value & { readonly [brand]: Name };
