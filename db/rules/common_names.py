"""Words of Indonesian names that everybody knows as names: one is no slip of the pen of another.

Rina and Rini, Hasan and Husin, Yanti and Yanto are two people, often twins. A large office also learns
from its own people; this list serves small ones.
"""

from functools import cache

from db.rules.names import fold

COMMON = """
Abas Abdul Abdullah Abidin Abu Achmad Ade Adi Aditya Adnan Afandi Agung Agus Agustina Ahmad Aini Ainun
Aisyah Akbar Akmal Alamsyah Alfian Ali Alimudin Alwi Amalia Aman Amanda Amaq Amelia Amin Aminah Aminudin
Amir Amirah Amirudin Ana Andi Andika Andini Andre Andri Andriani Anggi Anggraini Ani Anis Anita Anjani
Annisa Anto Anton Anwar Apriani Arif Arifin Aris Arman Arsyad Arya Asep Asiah Asih Asma Asmawati Asri Astuti
Atika Aulia Ayu Aziz Azizah Badrun Bagus Baharudin Bahri Baiq Bakri Bambang Basri Basuki Bayu Budi Budiarti
Budiman Burhan Burhanudin Cahya Cahyadi Cahyani Cahyono Candra Citra Dadang Daeng Dahlan Dani Danu Darma
Darmawan Darmawati Darsono Darwis Daud Dede Deden Dedi Deni Denny Desi Devi Dewa Dewi Dian Diana Didi Didik
Dimas Dina Dini Dodi Dwi Dyah Edi Eka Eko Elis Elisa Ely Ema Emi Endah Endang Eni Erna Erni Erwin Eti Eva
Evi Fadil Fadli Fahmi Fahri Fahrul Faisal Fajar Farhan Farida Faridah Fathur Fatimah Fatma Fauzan Fauzi
Fauziah Febri Ferdi Ferry Fikri Firdaus Firman Firmansyah Fitri Fitria Fitriana Fitriani Fransiska Galih
Gede Gilang Gunawan Gusti Habib Hadi Hadijah Hafid Hafsah Hairul Hajar Hakim Halim Halimah Hambali Hamid
Hamidah Hamzah Hana Hanafi Handayani Handoko Hani Hanum Hardi Hari Haris Harjo Harmoko Hartati Hartini
Hartono Harun Haryanto Haryati Hasan Hasanah Hasanudin Hasna Hasnah Hastuti Hatta Helmi Hendra Hendri
Hendrik Heni Heri Herlina Herman Hermansyah Hermawan Herni Heru Hesti Hidayah Hidayat Hidayati Hilmi Husen
Husin Husna Husni Ibnu Ibrahim Ida Idris Ika Ikhsan Ilham Ilyas Imam Imran Ina Inaq Indah Indra Indrawati
Indriani Intan Irawan Irawati Irfan Irma Irwan Isa Ishak Iskandar Islamiah Ismail Ismawati Iswandi Iwan
Jaelani Jaenal Jafar Jalaludin Jamal Jamaludin Jamilah Januar Jaya Jayadi Joko Jono Juliana Julianti Jumadi
Jumiati Junaidi Juwita Kadek Kadir Kaharudin Kamal Kamaludin Kamarudin Karim Karina Karmila Kartika Kartini
Kartono Kasim Ketut Khadijah Khaerudin Khairudin Khairul Khalid Khotimah Komang Komar Komariah Kris Krisna
Kristina Kurnia Kurniasih Kurniati Kurniawan Kurniawati Kusuma Laila Lalu Lastri Latif Latifah Lena Leni
Lestari Lia Lidya Lili Lilis Lina Linda Lisa Lukas Lukman Lukmanul Luluk Luthfi Made Mahdi Mahmud Mahmudah
Mahmudin Maimunah Majid Malik Mansur Marhaeni Maria Mariam Mariana Mariani Markus Marlina Marni Marsono
Marwah Maryati Maryono Mas Masitah Maskur Mastura Matius Maulana Maya Mega Meilani Melati Meri Mila Mira
Misbah Mochtar Muhamad Muhidin Muhlis Mulia Mulyadi Mulyana Mulyani Mulyati Mulyono Munawar Munir Murni
Murniati Mursalim Mursidin Murtini Musa Muslim Muslimah Mustafa Mustakim Mutia Mutiara Muzakir Nabila Nadia
Nana Nanang Nanda Nandang Nani Nasir Nasrudin Nasrul Nasution Natalia Neneng Nengah Ngurah Nia Ningsih Nita
Noor Nova Novi Novianti Novita Nugroho Nur Nuraeni Nurain Nuraini Nurbaya Nurdiana Nurdin Nurhasanah
Nurhayati Nurjanah Nurlaila Nurlela Nurmala Nursiah Nurul Nuryani Nyoman Oki Oktavia Opik Pandi Pardi Paulus
Permana Petrus Prasetyo Pratama Pratiwi Prihatin Puji Purnama Purnomo Purwanti Purwanto Puspita Putra Putri
Putu Qomar Raden Rafi Rahayu Rahim Rahimah Rahma Rahmah Rahman Rahmat Rahmawati Rahmi Rais Rama Ramadhan
Ramdan Ramdani Ramlah Ramli Randi Rani Ratih Ratna Ratnasari Rauf Reni Reza Rian Riana Rida Ridho Ridwan
Ridwansyah Rifai Rika Riko Rima Rina Rini Rita Riyadi Riyanti Riyanto Rizal Rizki Rizky Robi Rohana Rohani
Rohayati Rohim Rohmah Rohman Rokayah Roni Rosa Rosdiana Rosita Rosmala Rosmiati Rosmini Rosna Rudi Rukiah
Rukmini Rusdi Rusli Rusman Rusmini Rustam Sabri Sadikin Safitri Sahabudin Sahar Sahrul Said Saiful Salamah
Saleh Salim Salma Salmah Salsabila Samsudin Samsul Sandi Santi Santoso Saparudin Sapri Saputra Saputri Sarah
Sari Sarifudin Sarinah Sarip Sarmila Sartika Satria Selamet Septi Septian Setia Setiabudi Setiadi Setiawan
Setiawati Setyo Sherly Sinta Sirajudin Siska Siti Slamet Soleh Solihin Sondang Sri Subagio Subandi Subarjo
Sudarma Sudarman Sudarmi Sudarno Sudarsono Sudarti Sudiarta Sudirman Sugeng Sugiarti Sugiarto Sugiono
Suhaili Suhaimi Suhardi Suharti Suhartini Suharto Suhendar Suherman Sukardi Sukarja Sukarno Sukarta Sukarti
Sukma Sukri Sulaiman Sulastri Sulistiani Sulistyo Sulistyowati Sumarni Sumarno Sumarti Sumiati Sumiyati
Sunardi Sunarti Sunarto Supardi Suparman Suparmi Supartini Supiati Supriadi Suprianto Supriati Supriyanto
Supriyatin Suriani Suriati Suryadi Suryana Suryani Suryanto Suryati Susanti Susanto Susi Susilawati Susilo
Susilowati Sutarno Sutarti Sutini Sutisna Sutrisni Sutrisno Suwandi Suwarni Suwarno Syafii Syahrir Syahrul
Syaiful Syamsiah Syamsudin Syamsul Syarif Syarifah Syarifudin Tajudin Tamrin Taufan Taufik Tedi Teguh
Thamrin Tia Tika Tina Tini Titi Titik Titin Toni Tono Totok Tri Triyono Tuti Tutik Udin Umar Umi Ummi Untung
Usman Utami Utomo Vera Vina Wahid Wahidah Wahyu Wahyudi Wahyuni Wahyuningsih Warni Warsito Wati Wawan Wayan
Wendi Wibowo Wida Widi Widodo Widya Widyawati Wijaya Wijayanti Winarno Winarti Windi Wira Wirawan Wiwik
Wulan Wulandari Yadi Yahya Yakub Yana Yani Yanti Yanto Yanuar Yati Yoga Yogi Yohana Yohanes Yosef Yudi Yuli
Yulia Yuliana Yuliani Yulianti Yulianto Yuliati Yuni Yunita Yunus Yusri Yusuf Zaenab Zahra Zainab Zainal
Zaini Zainudin Zakaria Zakiah Zubaidah Zulaikha Zulfikar Zulkarnain Zulkifli
"""


@cache
def known_words() -> frozenset[str]:
    """The list folded, as names are compared."""
    return frozenset(map(fold, COMMON.split()))
