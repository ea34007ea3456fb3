// The start value of a field that will hold fractions and is set for good later: V8 then gives it a double from the start, where a field
// that first holds a whole number changes its shape, and with it the compiled code, at the first fraction.

export const FRACTION_FIELD = 0.5;
