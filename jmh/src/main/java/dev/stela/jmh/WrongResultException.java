package dev.stela.jmh;

/** A store gave a wrong answer while it was measured, which makes its figures worthless. */
final class WrongResultException extends RuntimeException {
  private static final long serialVersionUID = 1;

  WrongResultException(String message) {
    super(message);
  }
}
