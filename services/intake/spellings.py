"""The headings that other programs and people use for the columns that we read: worth a question, never used unasked.

They come from exports of Active Directory, Entra, Exchange, Teams and PowerShell, from phone systems and HR lists, in
the languages in which such lists are kept. Spelt without case, spaces and punctuation.
"""

from __future__ import annotations

from services.intake.headers import ColumnRole, letters_of

_WORDS: dict[ColumnRole, str] = {
    ColumnRole.KEY: """
        extensionnumber extensionno extensionnum extensionnr extensionid extensioncode extno extnum extnumber
        extnr extn exten extid extcode xtn shortnumber shortcode shortdial internalnumber internalno
        internalextension internal phoneextension telephoneextension telext phoneext deskextension userextension
        line lineextension localnumber ipphone ipphoneextension nebenstelle nebenstellennummer nst durchwahl dw
        poste numerodeposte numéroposte interne interno numerointerno ramal extensión extensao extensão anexo
        toestel toestelnummer intern anknytning lokalnummer anknytningsnummer alanumero wewnętrzny
        numerwewnętrzny dahili dahilino внутренний внутреннийномер добавочный 分机 分机号 分机号码 分機 分機號碼
        内線 内線番号 內線 내선 내선번호 máynhánh เบอร์ภายใน
        """,
    ColumnRole.NUMBER: """
        telephonenumber telephone telephoneno telephonenum telephonenr phone phoneno phonenum phonenr
        phonenumbers tel telno telnum telnr telnumber didno didnumber didnum dids ddi ddino ddinumber directdial
        directdialin directdialnumber directnumber directline directlinenumber directinwarddial lineuri
        onpremlineuri onpremisesuri uri e164 e164number e164numbers msisdn cli cliname callerno calleridnumber
        mobile mobileno mobilenumber mobilephone cell cellphone cellno cellnumber handphone handphoneno
        businessphone businessphones businessnumber officephone officenumber officetel workphone worknumber
        workphonenumber deskphone desknumber externalnumber externalno outsidenumber publicnumber pstn
        pstnnumber pstnno voicenumber teamsnumber teamsphone teamsphonenumber msteamsnumber assignednumber
        assignedphonenumber assignedtelephonenumber phonenumberassigned linenumber lineno contactnumber
        contactno contactphone subscribernumber subscriberno servicenumber num nr no usernumber userphone
        userphonenumber newnumber newphonenumber rufnummer telefonnummer telefon telefonnr nummer
        durchwahlnummer handynummer numéro numérodetéléphone téléphone numerodetelephone numtel número numero
        teléfono telefono numerodetelefono númerodeteléfono numeroditelefono telefone númerodetelefone
        numerodetelefone telefoonnummer telefoon telefonnumret puhelin puhelinnumero numertelefonu numer
        telefonszám telefonníčíslo číslo telefonnumarası номер телефон номертелефона 号码 號碼 电话 電話
        电话号码 電話號碼 電話番号 番号 전화 전화번호 nomortelepon notelepon nombortelefon sốđiệnthoại
        หมายเลขโทรศัพท์ เบอร์โทร رقم رقمالهاتف טלפון מספרטלפון
        """,
    ColumnRole.PERSON: """
        upn userprincipalname principalname userprincipal principal email emails emailaddress emailaddresses
        emailid mail mailaddress mailid useremail useremailaddress usermail workemail workmail officeemail
        businessemail companyemail primaryemail primaryemailaddress primarysmtp primarysmtpaddress smtp
        smtpaddress windowsemailaddress windowsliveid microsoftonlineservicesid signin signinname signinaddress
        signinid signonname logon logonname userlogon userlogonname login loginname loginid userlogin account
        accountname accountid useraccount samaccount samaccountname adaccount aduser adusername azureaduser
        entrauser userid userids userdisplayname usersname usersemail employee employees employeename
        employeeemail staff staffname staffmember staffemail name names fullname fullusername displayname
        persons personname people assignee assignedto assigneduserprincipalname assigneduseremail assigned
        assigneename owner ownername lineowner numberowner holder holdername lineholder member membername
        teamsuser teamsusername msteamsuser m365user office365user o365user contact contactname agent agentname
        recipient colleague worker associate customer customername resident tenant extensionuser extuser
        extensionowner identity objectid userobjectid aadobjectid azureobjectid entraid
        externaldirectoryobjectid resourceaccount mailnickname alias sipaddress who whom sip benutzer
        benutzername mitarbeiter mitarbeitername anwender nutzer vollständigername anzeigename utilisateur
        nomutilisateur nomdutilisateur employé nom nomcomplet collaborateur courriel adressemail usuario
        nombredeusuario nombre nombrecompleto empleado correo correoelectronico correoelectrónico usuário nome
        nomecompleto funcionário funcionario colaborador utente nomeutente dipendente gebruiker gebruikersnaam
        medewerker naam användare användarnamn anställd namn bruker brukernavn ansatt navn bruger brugernavn
        medarbejder käyttäjä nimi użytkownik nazwaużytkownika pracownik uživatel jméno felhasználó név kullanıcı
        kullanıcıadı çalışan ad adsoyad пользователь имяпользователя сотрудник имя фио почта электроннаяпочта
        用户 用户名 使用者 使用者名稱 姓名 名字 员工 員工 邮箱 电子邮件 電子郵件 ユーザー ユーザー名 氏名 名前
        社員 社員名 メール メールアドレス 사용자 사용자이름 이름 직원 이메일 pengguna namapengguna nama karyawan
        ngườidùng tên họtên ผู้ใช้ ชื่อ ชื่อผู้ใช้ المستخدم الاسم البريدالإلكتروني משתמש שם
        """,
    ColumnRole.LABEL: """
        directory directoryentry directorylabel directoryentryname dirname extensionname extname extensionlabel
        extlabel linename linelabel callername calleridname displayas phonebookname caption description desc
        displayname
        """,
    ColumnRole.ADDON: """
        license licenses licence licences licensecode licencecode licensename licencename licensetype
        licencetype lic addoncode addonname addonlicensecode addonlicencecode addonlicensename feature features
        featurecode option options service services device devices product products sku skus plan entitlement
        entitlements lizenz lizenzen licencia licencias licença licenças licenza licenze licentie licenties
        licens licenser lisenssi licencja лицензия 许可证 授权 授權 ライセンス 라이선스
        """,
}


def _guesses() -> dict[str, tuple[ColumnRole, ...]]:
    found: dict[str, tuple[ColumnRole, ...]] = {}
    for role, words in _WORDS.items():
        for word in words.split():
            found[letters_of(word)] = (*found.get(letters_of(word), ()), role)
    return found


GUESSES = _guesses()
