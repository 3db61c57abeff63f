package dev.stela;

/** What a returned write has outlived. */
public enum Durability {
  /**
   * A write is visible at once and survives the death of the process. Power loss takes back at most
   * what was written since the last background sync; what is left is a clean prefix.
   */
  ASYNC,
  /**
   * A write returns, and becomes visible, when it is on the device: neither the death of the
   * process nor power loss takes it back. Concurrent writers share one sync (group commit).
   */
  SYNC
}
