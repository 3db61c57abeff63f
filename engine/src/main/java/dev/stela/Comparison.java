package dev.stela;

/** How the values of a namespace are compared with operands. Immutable. */
public enum Comparison {
  /** Some value is the operand. */
  EQUAL,
  /** There is a value, and none is the operand. */
  NOT_EQUAL,
  /** Some value is one of the operands. */
  IN,
  /** Some value is less than the operand. */
  LESS,
  /** Some value is at most the operand. */
  AT_MOST,
  /** Some value is greater than the operand. */
  GREATER,
  /** Some value is at least the operand. */
  AT_LEAST,
  /** Some value is at least the first and at most the second operand. */
  BETWEEN
}
