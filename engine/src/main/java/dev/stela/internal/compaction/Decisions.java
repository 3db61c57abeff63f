package dev.stela.internal.compaction;

/** Who decides what of a run goes. One thread. */
public interface Decisions {
  /** Keeps everything. */
  Decisions KEEP_ALL =
      new Decisions() {
        @Override
        public boolean isPurged(int ordinal) {
          return false;
        }

        @Override
        public boolean isErased(int tag) {
          return false;
        }

        @Override
        public boolean concerns(int type, int argument) {
          return false;
        }

        @Override
        public long mark(EntityEvents events) {
          return 0;
        }
      };

  /** Tells whether an entity was purged, durably. */
  boolean isPurged(int ordinal);

  /** Tells whether a tag's text goes, because only purged entities have ever had it. */
  boolean isErased(int tag);

  /** Tells whether an event of this kind may go at all: else nobody asks further. */
  boolean concerns(int type, int argument);

  /**
   * Marks the events in the run that go.
   *
   * @param events all events of one entity, also those before and after the run
   * @return the LSN from which on nothing that goes is missed; 0 if nothing goes
   */
  long mark(EntityEvents events);
}
