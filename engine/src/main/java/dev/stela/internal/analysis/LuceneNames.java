package dev.stela.internal.analysis;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Which of Lucene's analyzers have which names here. Knows no class of Lucene's. Any thread. */
final class LuceneNames {
  /** What has to be on the path. */
  static final String ARTIFACTS =
      "org.apache.lucene:lucene-core:10.6.0, org.apache.lucene:lucene-analysis-common:10.6.0";

  private static final String ROOT = "org.apache.lucene.analysis.";
  private static final Map<String, String> CLASSES = new TreeMap<>();

  static {
    add("standard", "standard.StandardAnalyzer");
    add("simple", "core.SimpleAnalyzer");
    add("stop", "core.StopAnalyzer");
    add("unicodewhitespace", "core.UnicodeWhitespaceAnalyzer");
    add("classic", "classic.ClassicAnalyzer");
    add("email", "email.UAX29URLEmailAnalyzer");
    add("arabic", "ar.ArabicAnalyzer");
    add("armenian", "hy.ArmenianAnalyzer");
    add("basque", "eu.BasqueAnalyzer");
    add("bengali", "bn.BengaliAnalyzer");
    add("brazilian", "br.BrazilianAnalyzer");
    add("bulgarian", "bg.BulgarianAnalyzer");
    add("catalan", "ca.CatalanAnalyzer");
    add("cjk", "cjk.CJKAnalyzer");
    add("czech", "cz.CzechAnalyzer");
    add("danish", "da.DanishAnalyzer");
    add("dutch", "nl.DutchAnalyzer");
    add("english", "en.EnglishAnalyzer");
    add("estonian", "et.EstonianAnalyzer");
    add("finnish", "fi.FinnishAnalyzer");
    add("french", "fr.FrenchAnalyzer");
    add("galician", "gl.GalicianAnalyzer");
    add("german", "de.GermanAnalyzer");
    add("greek", "el.GreekAnalyzer");
    add("hindi", "hi.HindiAnalyzer");
    add("hungarian", "hu.HungarianAnalyzer");
    add("indonesian", "id.IndonesianAnalyzer");
    add("irish", "ga.IrishAnalyzer");
    add("italian", "it.ItalianAnalyzer");
    add("latvian", "lv.LatvianAnalyzer");
    add("lithuanian", "lt.LithuanianAnalyzer");
    add("nepali", "ne.NepaliAnalyzer");
    add("norwegian", "no.NorwegianAnalyzer");
    add("persian", "fa.PersianAnalyzer");
    add("portuguese", "pt.PortugueseAnalyzer");
    add("romanian", "ro.RomanianAnalyzer");
    add("russian", "ru.RussianAnalyzer");
    add("serbian", "sr.SerbianAnalyzer");
    add("sorani", "ckb.SoraniAnalyzer");
    add("spanish", "es.SpanishAnalyzer");
    add("swedish", "sv.SwedishAnalyzer");
    add("tamil", "ta.TamilAnalyzer");
    add("telugu", "te.TeluguAnalyzer");
    add("thai", "th.ThaiAnalyzer");
    add("turkish", "tr.TurkishAnalyzer");
  }

  private LuceneNames() {}

  private static void add(String name, String className) {
    CLASSES.put(name, ROOT + className);
  }

  /** Returns the name of an analyzer's class; null if there is none of that name. */
  static String className(String name) {
    return CLASSES.get(name);
  }

  /** Returns all names in their order. */
  static Stream<String> names() {
    return CLASSES.keySet().stream();
  }
}
