package dev.stela.internal.apply;

import dev.stela.internal.format.LoadLayout;

/** What a bulk load is doing, as its records in the log say. Immutable. */
public enum LoadPhase {
  /** It is being run, or was when its process ended. */
  RUNNING(LoadLayout.PHASE_RUNNING),
  /** It was paused. */
  PAUSED(LoadLayout.PHASE_PAUSED),
  /** All of its source is dealt with. */
  FINISHED(LoadLayout.PHASE_FINISHED),
  /** It was given up. */
  CANCELLED(LoadLayout.PHASE_CANCELLED),
  /** Nothing is to be known of it any more. */
  FORGOTTEN(LoadLayout.PHASE_FORGOTTEN);

  private final int code;

  LoadPhase(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static LoadPhase of(int code) {
    for (LoadPhase phase : values()) {
      if (phase.code == code) {
        return phase;
      }
    }
    throw new IllegalArgumentException("no phase of a load has the code " + code);
  }

  /** Tells whether the load can be gone on with. */
  public boolean isOpen() {
    return this == RUNNING || this == PAUSED;
  }
}
