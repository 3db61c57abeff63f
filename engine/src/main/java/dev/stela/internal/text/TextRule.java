package dev.stela.internal.text;

import dev.stela.internal.format.EventLayout;

/**
 * What a version means for the document of its entity: live commits, the replay of the log and
 * verification all ask here. Gets the events of one version after another. One thread.
 */
public final class TextRule {
  private boolean text;
  private boolean life;

  /** Creates a rule that knows of no version. */
  public TextRule() {}

  /**
   * Begins with a version.
   *
   * @param created whether it is the entity's first one
   */
  public void begin(boolean created) {
    text = created;
    life = false;
  }

  /**
   * Takes an event.
   *
   * @param indexed whether texts of the field that it concerns are indexed, if it concerns one
   */
  public void event(int type, boolean indexed) {
    switch (type) {
      case EventLayout.TEXT_PUT, EventLayout.TEXT_REMOVE -> text |= indexed;
      case EventLayout.DELETE, EventLayout.ARCHIVE, EventLayout.RESTORE -> life = true;
      default -> {
        // Tags and contents are not searched by text.
      }
    }
  }

  /**
   * Tells whether the entity's texts make a new document in the place of the one before: also where
   * they are as they were before it was deleted.
   *
   * @param active whether the entity is active after the version
   */
  public boolean replaces(boolean active) {
    return text || life && active;
  }

  /** Tells whether the entity's document ends because the entity is not active any more. */
  public boolean retires(boolean active) {
    return !active && (text || life);
  }

  /** Tells whether an event of this type concerns a text field, which its argument names. */
  public static boolean concernsText(int type) {
    return type == EventLayout.TEXT_PUT || type == EventLayout.TEXT_REMOVE;
  }
}
