package dev.stela.internal.retention;

import dev.stela.InvalidArgumentException;
import dev.stela.RetentionPolicy;
import dev.stela.Tag;
import dev.stela.internal.format.EventLayout;
import dev.stela.internal.index.dictionary.Dictionary;
import java.util.Arrays;
import java.util.List;
import org.agrona.collections.Int2IntHashMap;
import org.agrona.collections.IntHashSet;

/**
 * Says which events of an entity may go by some policies. One thread.
 *
 * <p>An event that a policy meets and does not keep is <em>stale</em>; the newest event of each of
 * the entity's namespaces never is. An addition goes if it and the next event of the same tag are
 * stale, so that what the entity had when the oldest kept event came is known; a removal, if it is
 * stale and no addition before it stays. The current state therefore stays, and so does every state
 * that a policy promises. A content goes if what replaced it is older than the policy keeps, or if
 * enough newer contents are there.
 *
 * <p>The <em>cut</em> of an entity is the LSN from which on nothing that was dropped mattered. It
 * is that of one of the entity's versions in the run: whoever drops makes that version FULL, with
 * {@code FLAG_CUT}, and keeps it even if no event of it is left. So the entity is read exactly as
 * of each LSN from the cut on, and a namespace's horizon is the latest cut in it.
 */
public final class Rules {
  /** A set of policies is kept in one word, with a bit that says whether it is known. */
  private static final int MAX_POLICIES = Long.SIZE - 1;

  private static final long KNOWN = 1L << MAX_POLICIES;
  private static final int NONE = -1;

  private final Policy[] policies;
  private final Dictionary dictionary;
  private final long contentPolicies;
  private long[] policiesOfTag = new long[64];

  // Scratch of one entity.
  private final int[] newer;
  private final IntHashSet namespacesSeen = new IntHashSet();
  private final Int2IntHashMap nextOfTag = new Int2IntHashMap(NONE);
  private final IntHashSet decided = new IntHashSet();
  private final IntHashSet held = new IntHashSet();
  private int[] next = new int[16];
  private int[] staleBy = new int[16];

  /**
   * Compiles policies.
   *
   * @param dictionary tells which tags a pattern meets, those defined later included
   * @throws InvalidArgumentException if there are too many
   */
  public Rules(List<RetentionPolicy> policies, Dictionary dictionary) {
    if (policies.size() > MAX_POLICIES) {
      throw new InvalidArgumentException(
          "there are too many policies: policies=" + policies.size() + " most=" + MAX_POLICIES);
    }
    this.policies = policies.stream().map(Policy::new).toArray(Policy[]::new);
    this.dictionary = dictionary;
    this.newer = new int[this.policies.length];
    long contents = 0;
    for (int i = 0; i < this.policies.length; i++) {
      contents |= this.policies[i].isAboutTags() ? 0 : 1L << i;
    }
    this.contentPolicies = contents;
  }

  /** Tells whether any policy is about contents. */
  public boolean meetsContents() {
    return contentPolicies != 0;
  }

  /** Tells whether any policy is about a tag. */
  public boolean meets(int tag) {
    return policiesOf(tag) != 0;
  }

  /**
   * Marks the events that may go.
   *
   * @param nowNanos the time from which ages are counted
   * @param limitLsn nothing goes that matters as of this LSN or a later one, as that of the oldest
   *     lease
   * @param horizons gets the horizons of what is dropped
   * @return the entity's cut; 0 if nothing goes
   */
  public long mark(EntityEvents events, long nowNanos, long limitLsn, HorizonsBuilder horizons) {
    if (!meetsAny(events)) {
      return 0;
    }
    findStale(events, nowNanos, limitLsn);
    return Math.max(markTags(events, horizons), markContents(events, horizons));
  }

  private boolean meetsAny(EntityEvents events) {
    for (int i = 0; i < events.size(); i++) {
      if (events.isInRun(i) && policiesOf(events, i) != 0) {
        return true;
      }
    }
    return false;
  }

  private long policiesOf(EntityEvents events, int index) {
    if (events.isTag(index)) {
      return policiesOf(events.argument(index));
    }
    return events.isContent(index) ? contentPolicies : 0;
  }

  /** From the newest event to the oldest: which policy lets each go, and which comes next. */
  private void findStale(EntityEvents events, long nowNanos, long limitLsn) {
    int size = events.size();
    if (next.length < size) {
      next = new int[size * 2];
      staleBy = new int[size * 2];
    }
    Arrays.fill(newer, 0);
    namespacesSeen.clear();
    nextOfTag.clear();
    int nextContent = NONE;
    for (int i = size - 1; i >= 0; i--) {
      staleBy[i] = NONE;
      next[i] = NONE;
      if (events.isTag(i)) {
        int tag = events.argument(i);
        boolean newest = namespacesSeen.add(dictionary.namespaceOf(tag));
        if (!newest && events.isInRun(i) && events.lsn(i) <= limitLsn) {
          staleBy[i] = firstLettingGo(policiesOf(tag), nowNanos - events.timestamp(i));
        }
        next[i] = nextOfTag.put(tag, i);
        count(policiesOf(tag));
      } else if (events.isContent(i)) {
        next[i] = nextContent;
        staleBy[i] = staleContent(events, i, nowNanos, limitLsn);
        nextContent = i;
        if (events.type(i) == EventLayout.CONTENT_PUT) {
          count(contentPolicies);
        }
      }
    }
  }

  /** A content is as old as what replaced it: until then it was the entity's. */
  private int staleContent(EntityEvents events, int index, long nowNanos, long limitLsn) {
    boolean put = events.type(index) == EventLayout.CONTENT_PUT;
    int end = put ? next[index] : index;
    return end != NONE
            && events.isInRun(index)
            && events.isInRun(end)
            && events.lsn(end) <= limitLsn
        ? firstLettingGo(contentPolicies, nowNanos - events.timestamp(end))
        : NONE;
  }

  private int firstLettingGo(long some, long age) {
    for (long left = some; left != 0; left &= left - 1) {
      int policy = Long.numberOfTrailingZeros(left);
      if (policies[policy].letsGo(age, newer[policy])) {
        return policy;
      }
    }
    return NONE;
  }

  private void count(long some) {
    for (long left = some; left != 0; left &= left - 1) {
      newer[Long.numberOfTrailingZeros(left)]++;
    }
  }

  /** From the oldest event to the newest, knowing of each tag whether it may be held. */
  private long markTags(EntityEvents events, HorizonsBuilder horizons) {
    decided.clear();
    held.clear();
    long cut = 0;
    for (int i = 0; i < events.size(); i++) {
      if (!events.isTag(i)) {
        continue;
      }
      int tag = events.argument(i);
      if (decided.add(tag) && !events.isStartKnown()) {
        held.add(tag);
      }
      int end = i;
      boolean stale = staleBy[i] != NONE;
      if (events.type(i) == EventLayout.TAG_ADD) {
        end = next[i];
        stale = stale && end != NONE && staleBy[end] != NONE;
        if (!stale) {
          held.add(tag);
        }
      } else {
        stale = stale && !held.contains(tag);
        held.remove(tag);
      }
      if (stale) {
        events.drop(i, staleBy[i]);
        cut = Math.max(cut, events.lsn(end));
        horizons.advance(
            dictionary.namespaces().name(dictionary.namespaceOf(tag)),
            events.lsn(end),
            events.timestamp(end));
      }
    }
    return cut;
  }

  private long markContents(EntityEvents events, HorizonsBuilder horizons) {
    long cut = 0;
    boolean lastGoes = false;
    for (int i = 0; i < events.size(); i++) {
      if (!events.isContent(i)) {
        continue;
      }
      boolean put = events.type(i) == EventLayout.CONTENT_PUT;
      // A removal tells when the content before it ended, as long as that is there.
      lastGoes = staleBy[i] != NONE && (put || lastGoes);
      if (lastGoes) {
        int end = put ? next[i] : i;
        events.drop(i, staleBy[i]);
        cut = Math.max(cut, events.lsn(end));
        horizons.advanceContents(events.lsn(end), events.timestamp(end));
      }
    }
    return cut;
  }

  private long policiesOf(int tag) {
    if (tag >= policiesOfTag.length) {
      policiesOfTag = Arrays.copyOf(policiesOfTag, Math.max(tag + 1, policiesOfTag.length * 2));
    }
    long known = policiesOfTag[tag];
    if (known == 0) {
      known = KNOWN | find(dictionary.tag(tag));
      policiesOfTag[tag] = known;
    }
    return known & ~KNOWN;
  }

  private long find(Tag tag) {
    long found = 0;
    for (int i = 0; i < policies.length; i++) {
      if (policies[i].isAboutTags() && policies[i].meets(tag.namespace(), tag.value())) {
        found |= 1L << i;
      }
    }
    return found;
  }
}
